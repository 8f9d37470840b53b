// Pinyin initials of Chinese words, so that "hyjt" finds marriage and family. The browser's own collation knows the
// order of pinyin: a character belongs to the last letter whose first character does not come after it.

const first_characters: [string, string][] = [
    ["a", "\u963f"], ["b", "\u516b"], ["c", "\u5693"], ["d", "\u5491"], ["e", "\u59b8"], ["f", "\u53d1"],
    ["g", "\u65ee"], ["h", "\u54c8"], ["j", "\u4e0c"], ["k", "\u5494"], ["l", "\u5783"], ["m", "\u5988"],
    ["n", "\u62cf"], ["o", "\u5662"], ["p", "\u5991"], ["q", "\u4e03"], ["r", "\u5465"], ["s", "\u4ee8"],
    ["t", "\u4ed6"], ["w", "\u5c72"], ["x", "\u5915"], ["y", "\u4e2b"], ["z", "\u5e00"],
];

const collator = new Intl.Collator("zh-CN-u-co-pinyin");

const initial_of = (character: string): string => {
    if (!/\p{Script=Han}/u.test(character)) return /[a-z0-9]/i.test(character) ? character.toLowerCase() : "";
    let found = "";
    for (const [letter, first] of first_characters) {
        if (collator.compare(character, first) < 0) break;
        found = letter;
    }
    return found;
};

export const initials_of = (words: string): string => Array.from(words, initial_of).join("");

/** Whether what was typed finds the words: part of them, their code's start, or their initials. */
export function is_found_by(typed: string, ...words: string[]): boolean {
    const wanted = typed.trim().toLowerCase();
    if (wanted === "") return true;
    return words.some((word) => word.toLowerCase().includes(wanted) || initials_of(word).includes(wanted));
}
