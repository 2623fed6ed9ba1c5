const LENGTH_BYTES = 4;

/**
 * The parts as one byte string that no other parts share: their number, then each with its length in front. Stops moving
 * a character from one part to the next (pool `a`, user `bc` is not pool `ab`, user `c`).
 */
export const encodeParts = (parts: readonly string[]): Buffer => {
  const size = parts.reduce((sum, part) => sum + LENGTH_BYTES + Buffer.byteLength(part, "utf8"), LENGTH_BYTES);
  const encoded = Buffer.allocUnsafe(size);
  let end = encoded.writeUInt32BE(parts.length);
  for (const part of parts) {
    const length = encoded.write(part, end + LENGTH_BYTES, "utf8");
    end = encoded.writeUInt32BE(length, end) + length;
  }
  return encoded;
};
