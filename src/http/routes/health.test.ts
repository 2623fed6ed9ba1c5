import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("GET /health says whether the database can be reached, in both modes", async () => {
  for (const settings of [{}, { mode: "production", publicUrl: "https://id.example.com" } as const]) {
    await using world = await startWorld({ populated: false, settings });
    const { endpoint } = await world.listen();
    const well = await fetch(`${endpoint}/health`);
    assert.equal(well.status, 200);
    assert.deepEqual(await well.json(), { status: "ok" });
    assert.equal(well.headers.get("cache-control"), "no-store");

    await world.server.store.close();
    const ill = await fetch(`${endpoint}/health`);
    assert.equal(ill.status, 503);
    assert.deepEqual(await ill.json(), { status: "unavailable" });
  }
});
