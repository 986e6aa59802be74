/**
 * CRC-32C (Castagnoli; RFC 3720 appendix B.4), which guards a record batch. Eight bytes a step with one table for
 * each, because byte by byte it costs as much as all else that is written.
 */

/** Reflected. */
const POLYNOMIAL = 0x82f63b78;
const ROW = 256;
const STEP = 8;
const TABLES = makeTables();

/** The checksum, 0 to 2³² - 1, of the bytes from `start` to before `end`. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const tables = TABLES;
  const whole = start + Math.floor((end - start) / STEP) * STEP;
  let crc = -1;
  let at = start;
  for (; at < whole; at += STEP) {
    crc ^= at4(bytes, at);
    const rest = at4(bytes, at + 4);
    crc =
      entry(tables, 7 * ROW + (crc & 0xff)) ^
      entry(tables, 6 * ROW + ((crc >>> 8) & 0xff)) ^
      entry(tables, 5 * ROW + ((crc >>> 16) & 0xff)) ^
      entry(tables, 4 * ROW + (crc >>> 24)) ^
      entry(tables, 3 * ROW + (rest & 0xff)) ^
      entry(tables, 2 * ROW + ((rest >>> 8) & 0xff)) ^
      entry(tables, ROW + ((rest >>> 16) & 0xff)) ^
      entry(tables, rest >>> 24);
  }
  for (; at < end; at += 1) crc = entry(tables, (crc ^ (bytes[at] ?? 0)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Four bytes, the least significant first. */
function at4(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function entry(tables: Int32Array, at: number): number {
  return tables[at] ?? 0;
}

/** Row n holds what a byte becomes when n more zero bytes follow it. */
function makeTables(): Int32Array {
  const tables = new Int32Array(STEP * ROW);
  for (let byte = 0; byte < ROW; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    tables[byte] = crc;
  }
  for (let at = ROW; at < tables.length; at += 1) {
    const before = entry(tables, at - ROW);
    tables[at] = (before >>> 8) ^ entry(tables, before & 0xff);
  }
  return tables;
}
