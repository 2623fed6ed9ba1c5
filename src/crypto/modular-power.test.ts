import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import test from "node:test";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { OverloadError } from "./lane.ts";
import { createModularPower, modularPower } from "./modular-power.ts";
import { bytesOf, numberOf, SRP_G, SRP_N } from "./srp-group.ts";

const run = promisify(execFile);

/** The oracle: square and multiply. */
const powerInBigInt = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  let square = base % SRP_N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % SRP_N;
    square = (square * square) % SRP_N;
  }
  return result;
};

test("modularPower agrees with BigInt", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.bigInt({ min: 2n, max: SRP_N - 2n }),
      fc.bigInt({ min: 2n, max: 2n ** 512n }),
      async (base, exponent) => {
        const power = await modularPower(bytesOf(base), bytesOf(exponent));
        assert.equal(power.length, 384);
        assert.equal(numberOf(power), powerInBigInt(base, exponent));
      },
    ),
    { numRuns: 40 },
  );
});

test("modularPower keeps leading zeros", async () => {
  assert.deepEqual(await modularPower(SRP_G, Uint8Array.of(9)), bytesOf(512n));
});

test("modularPower refuses a base of 0, 1 or N − 1 and goes on", async () => {
  for (const base of [0n, 1n, SRP_N - 1n]) {
    await assert.rejects(modularPower(bytesOf(base), Uint8Array.of(5)), RangeError);
  }
  assert.deepEqual(await modularPower(SRP_G, Uint8Array.of(5)), bytesOf(32n));
});

test("createModularPower refuses at once what does not fit its queue", async () => {
  const power = createModularPower({ threads: 1, waiting: 1 });
  const accepted = [power(SRP_G, Uint8Array.of(5)), power(SRP_G, Uint8Array.of(6))];
  await assert.rejects(power(SRP_G, Uint8Array.of(7)), OverloadError);
  assert.deepEqual(await Promise.all(accepted), [bytesOf(32n), bytesOf(64n)]);
});

test("modularPower keeps the process alive while it works and no longer", async () => {
  const file = new URL("modular-power.ts", import.meta.url).href;
  const script = `import { modularPower } from ${JSON.stringify(file)};
    modularPower(Uint8Array.of(2), Uint8Array.of(10)).then((power) => console.log(power.at(-2)));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { timeout: 60_000 });
  assert.equal(stdout, "4\n");
});
