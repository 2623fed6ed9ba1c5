import assert from "node:assert/strict";
import { test } from "node:test";
import { requirePolicy } from "../model/password-policy.ts";
import type { Pool } from "../model/pool.ts";
import { systemRandom } from "../runtime/random.ts";
import { generatePassword } from "./set-password.ts";

const poolWith = (MinimumLength: number): Pool => ({
  id: "us-east-1_Ab1Cd2Ef3",
  name: "pool",
  settings: {
    Policies: {
      PasswordPolicy: {
        MinimumLength,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
  },
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

test("generatePassword conforms to the strictest policy, every time, and is never the same", () => {
  for (const length of [6, 8, 16, 99]) {
    const pool = poolWith(length);
    const made = new Set<string>();
    for (let n = 0; n < 200; n += 1) {
      const password = generatePassword(systemRandom, pool);
      requirePolicy(pool, password, "did not conform with");
      assert.match(password.reveal(), /^\S{16,99}$/);
      made.add(password.reveal());
    }
    assert.equal(made.size, 200);
  }
});
