// Pictures of readers and cameras, in whatever format and size, as JPEG that a paper can hold.
const longest_side = 2000;

/** Base64; null when the browser cannot read the picture. */
export async function jpeg_of(file: Blob): Promise<string | null> {
    try {
        const picture = await createImageBitmap(file);
        const scale = Math.min(1, longest_side / Math.max(picture.width, picture.height));
        const field = document.createElement("canvas");
        field.width = Math.max(1, Math.round(picture.width * scale));
        field.height = Math.max(1, Math.round(picture.height * scale));
        const ink = field.getContext("2d")!;
        ink.fillStyle = "#fff";
        ink.fillRect(0, 0, field.width, field.height);
        ink.drawImage(picture, 0, 0, field.width, field.height);
        return field.toDataURL("image/jpeg", 0.85).split(",")[1] ?? null;
    } catch {
        return null;
    }
}
