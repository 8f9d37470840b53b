// Resident identity numbers (GB 11643) and credit codes (GB 32100), checked while they are typed; the server decides.

/** Full-width digits and letters become half-width; blanks and hyphens fall away; letters become capitals. */
export const plain_number = (typed: string): string =>
    typed
        .normalize("NFKC")
        .replace(/[\s-]/g, "")
        .toUpperCase();

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const check_characters = "10X98765432";

export interface ReadIdentity {
    birth_on: string;
    sex: "male" | "female";
    region_code: string;
}

const is_real_day = (on: string): boolean => {
    const day = new Date(`${on}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === on;
};

/** What an 18-digit number says about its holder; null when it is no valid number. */
export function read_identity_number(typed: string): ReadIdentity | null {
    const number = plain_number(typed);
    if (!/^[1-9]\d{16}[\dX]$/.test(number)) return null;
    const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
    if (check_characters[sum % 11] !== number[17]) return null;
    const birth_on = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    if (!is_real_day(birth_on)) return null;
    return {
        birth_on,
        sex: Number(number[16]) % 2 === 1 ? "male" : "female",
        region_code: number.slice(0, 6),
    };
}

const credit_characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Whether a unified social credit code has the right form and check character. */
export function is_credit_code(typed: string): boolean {
    const code = plain_number(typed);
    if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
    let sum = 0;
    for (let at = 0, weight = 1; at < 17; ++at, weight = (weight * 3) % 31)
        sum += credit_characters.indexOf(code[at] ?? "") * weight;
    return credit_characters[(31 - (sum % 31)) % 31] === code[17];
}
