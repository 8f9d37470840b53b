/** Gives the reader bytes that were fetched as a file of this name. */
export function hand_over(bytes: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(bytes);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
