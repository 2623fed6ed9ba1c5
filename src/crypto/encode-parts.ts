const LENGTH_BYTES = 4;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeUInt32BE(value);
  return bytes;
};

/**
 * The parts as one byte string that no other parts share: their number, then each with its length in front. Stops moving
 * a character from one part to the next (pool `a`, user `bc` is not pool `ab`, user `c`).
 */
export const encodeParts = (parts: readonly string[]): Buffer =>
  Buffer.concat([
    uint32(parts.length),
    ...parts.flatMap((part) => {
      const bytes = Buffer.from(part, "utf8");
      return [uint32(bytes.length), bytes];
    }),
  ]);
