// What is wrong on a page of questions: the id of the field, and the words beside it.
export interface Fault {
    field: string;
    words: string;
}

export const words_at = (faults: Fault[], field: string): string => faults.find((fault) => fault.field === field)?.words ?? "";

/** The ids of what describes a field, for aria-describedby. */
export const described_by = (id: string, hint: string | undefined, fault: string | undefined): string | undefined =>
    [hint ? `${id}_hint` : "", fault ? `${id}_fault` : ""].filter(Boolean).join(" ") || undefined;
