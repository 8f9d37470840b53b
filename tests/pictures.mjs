// Pictures and films made for tests.
import { deflateSync } from "node:zlib";
import { crc32_of } from "./zip.mjs";

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32_of(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

/** A PNG whose pixel at (x, y) has the colour that `paint` says: [red, green, blue]. */
export function png(width, height, paint = () => [200, 120, 40]) {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; ++y)
    for (let x = 0; x < width; ++x) rows.set(paint(x, y), y * (1 + 3 * width) + 1 + 3 * x);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** What begins like an MP4 film and has this size; each byte tells its place. */
export function film(size) {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ++at) bytes[at] = (at * 7) % 251;
  Buffer.from("\0\0\0\x18ftypmp42").copy(bytes);
  return bytes;
}
