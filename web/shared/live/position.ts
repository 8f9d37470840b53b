// How far the server's feed of messages was before it made an answer: every answer of the API says so.
let known: number | undefined;

/** What was read before this number was known may lack a message above it; what is read from now on lacks none below. */
export const known_position = (): number | undefined => known;

export function note_position(text: string | null): void {
    const number = Number(text);
    if (text && Number.isInteger(number) && (known === undefined || number > known)) known = number;
}
