import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";
import { createChanges } from "../changes.ts";
import type { HttpAnswer, Route } from "../wire.ts";
import { inboxRoutes, type InboxChanges } from "./inbox.ts";

interface Shown {
  readonly id: number;
  readonly to: string;
  readonly medium: string;
  readonly subject: string;
  readonly body: string;
  readonly code: string;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: string;
}

/** The JSON of a good answer. */
const read = async (url: string) => {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  return JSON.parse(await answer.text());
};

const list = (endpoint: string, query = ""): Promise<readonly Shown[]> => read(`${endpoint}/_poolhouse/inbox${query}`);

const waitFor = (endpoint: string, query: string): Promise<Shown> => read(`${endpoint}/_poolhouse/inbox/wait?${query}`);

const people = async (world: World, ...names: readonly string[]) => {
  for (const name of names) await world.user(name);
};

const reset = (world: World, Username: string) => world.call.AdminResetUserPassword({ ...world.pool, Username });

/** A request with headers that `fetch` does not let a caller write. */
const get = (url: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on("error", reject)
      .end();
  });

test("GET /_poolhouse/inbox shows messages as they were sent, newest first", async () => {
  await using world = await startWorld();
  await people(world, "ada", "bob");
  const { endpoint } = await world.listen();
  await reset(world, "ada");
  world.clock.advance(1_000);
  await reset(world, "bob");

  const shown = await list(endpoint);

  const [arrived] = world.inbox.to("bob@example.com");
  assert.ok(arrived);
  assert.deepEqual(shown[0], {
    id: 2,
    to: "bob@example.com",
    medium: "EMAIL",
    subject: arrived.subject,
    body: arrived.body,
    code: arrived.code,
    state: "sent",
    reason: null,
    createdAt: new Date(world.clock.now()).toISOString(),
  });
  assert.deepEqual(
    shown.map(({ to }) => to),
    ["bob@example.com", "ada@example.com"],
  );
});

test("GET /_poolhouse/inbox finds one recipient's, whatever the case, up to the limit", async () => {
  await using world = await startWorld();
  await people(world, "ada", "bob");
  const { endpoint } = await world.listen();
  for (const name of ["ada", "bob", "ada", "ada"]) await reset(world, name);
  const ids = async (query: string) => (await list(endpoint, query)).map(({ id }) => id);
  assert.deepEqual(await ids("?to=ada@example.com"), [4, 3, 1]);
  assert.deepEqual(await ids("?to=ADA%40example.com&limit=2"), [4, 3]);
  assert.deepEqual(await ids("?limit=0"), []);
  assert.deepEqual(await ids("?limit=99999"), [4, 3, 2, 1]);
  assert.deepEqual(await ids("?to=nobody@example.com"), []);
});

test("GET /_poolhouse/inbox refuses numbers that are none", async () => {
  await using world = await startWorld({ populated: false });
  const { endpoint } = await world.listen();
  for (const path of [
    "inbox?limit=x",
    "inbox?limit=-1",
    "inbox?limit=",
    "inbox/wait",
    "inbox/wait?to=",
    "inbox/wait?to=a&after=x",
    "inbox/wait?to=a&timeout=1.5",
  ]) {
    const answer = await fetch(`${endpoint}/_poolhouse/${path}`);
    assert.equal(answer.status, 400, path);
    assert.deepEqual(Object.keys(JSON.parse(await answer.text())), ["message"]);
  }
});

test("GET /_poolhouse/inbox/wait answers with the newest at once, and with `after` with the oldest newer one", async () => {
  await using world = await startWorld();
  await people(world, "ada", "bob");
  const { endpoint } = await world.listen();
  for (const name of ["ada", "bob", "ada", "ada"]) await reset(world, name);
  assert.equal((await waitFor(endpoint, "to=ada@example.com")).id, 4);
  assert.equal((await waitFor(endpoint, "to=ada@example.com&after=0")).id, 1);
  assert.equal((await waitFor(endpoint, "to=ada@example.com&after=1")).id, 3);
  assert.equal((await waitFor(endpoint, "to=ada@example.com&after=3")).id, 4);
});

test("GET /_poolhouse/inbox/wait waits for the next message where there is none", async () => {
  await using world = await startWorld();
  await people(world, "ada");
  const { endpoint } = await world.listen();
  const first = waitFor(endpoint, "to=ada@example.com");
  await reset(world, "ada");
  assert.equal((await first).id, 1);
  const second = waitFor(endpoint, "to=ada@example.com&after=1");
  await reset(world, "ada");
  const { id, code } = await second;
  assert.equal(id, 2);
  assert.match(code, /^\d{6}$/);
});

test("GET /_poolhouse/inbox/wait answers 404 when nothing comes in time", async () => {
  await using world = await startWorld({ populated: false });
  const { endpoint } = await world.listen();
  const answer = await fetch(`${endpoint}/_poolhouse/inbox/wait?to=ada@example.com&timeout=1`);
  assert.equal(answer.status, 404);
});

/** The waiting route, and when it has begun to wait. */
const waiting = (world: World) => {
  const changes = createChanges();
  const began = Promise.withResolvers<void>();
  const watched: InboxChanges = {
    next: (signal) => {
      // The look at the outbox that follows has ended when the event loop comes round again.
      setImmediate(() => setImmediate(began.resolve));
      return changes.next(signal);
    },
  };
  const timeout = new AbortController();
  const asked: number[] = [];
  const [, route] = inboxRoutes({
    reader: world.server.store.reader,
    changes: watched,
    timeout: (ms) => {
      asked.push(ms);
      return timeout.signal;
    },
  });
  assert.ok(route);
  return { route, changes, began: began.promise, timeout, asked };
};

const ask = (route: Route, query: string): Promise<HttpAnswer> =>
  route.handle(
    {
      method: "GET",
      url: `/_poolhouse/inbox/wait?${query}`,
      headers: {},
      rawHeaders: [],
      body: Buffer.alloc(0),
      remoteAddress: "127.0.0.1",
    },
    {},
    "request",
  );

test("inboxRoutes wakes who waits when something is announced, and not for others' messages", async () => {
  await using world = await startWorld();
  await people(world, "ada", "bob");
  const { route, changes, began } = waiting(world);
  const answer = ask(route, "to=ada@example.com");
  await began;
  await reset(world, "bob");
  changes.announce();
  await reset(world, "ada");
  changes.announce();
  const { status, body } = await answer;
  assert.equal(status, 200);
  assert.equal(JSON.parse(String(body)).to, "ada@example.com");
});

test("inboxRoutes ends waiting at the timeout, and looks once more", async () => {
  await using world = await startWorld();
  await people(world, "ada");
  const { route, began, timeout } = waiting(world);
  const answer = ask(route, "to=ada@example.com");
  await began;
  await reset(world, "ada");
  timeout.abort();
  assert.equal((await answer).status, 200);
  assert.equal((await ask(route, "to=ada@example.com&after=1")).status, 404);
});

test("inboxRoutes ends waiting when the server closes", async () => {
  await using world = await startWorld({ populated: false });
  const { route, changes, began } = waiting(world);
  const answer = ask(route, "to=ada@example.com");
  await began;
  changes.close();
  assert.equal((await answer).status, 404);
  assert.equal((await ask(route, "to=ada@example.com")).status, 404);
});

test("inboxRoutes waits ten seconds unless told, and thirty at most", async () => {
  await using world = await startWorld({ populated: false });
  const { route, changes, asked } = waiting(world);
  changes.close();
  await ask(route, "to=a");
  await ask(route, "to=a&timeout=5");
  await ask(route, "to=a&timeout=60000");
  assert.deepEqual(asked, [10_000, 5, 30_000]);
});

test("inboxRoutes bounds how many wait", async () => {
  await using world = await startWorld({ populated: false });
  const { route, changes } = waiting(world);
  const answers = Array.from({ length: 257 }, () => ask(route, "to=a"));
  assert.equal((await Promise.race(answers)).status, 503);
  changes.close();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 503).length, 1);
});

test("GET /_poolhouse/inbox: ids increase in commit order, so that whoever reads with `after` misses none", async () => {
  await using world = await startWorld();
  const names = Array.from({ length: 24 }, (_, index) => `user${index}`);
  await people(world, ...names);
  const { endpoint } = await world.listen();
  const seen: number[] = [];
  let done = false;
  const reading = (async () => {
    for (;;) {
      const wasDone = done;
      const last = Math.max(0, ...seen);
      const ids = (await list(endpoint, "?limit=1000")).map(({ id }) => id).toReversed();
      const fresh = ids.filter((id) => !seen.includes(id));
      assert.ok(
        fresh.every((id) => id > last),
        `${fresh.join(", ")} came after ${last}`,
      );
      seen.push(...fresh);
      if (wasDone) return;
    }
  })();
  await Promise.all([...names, ...names].map((name) => reset(world, name)));
  done = true;
  await reading;
  assert.deepEqual(
    seen,
    Array.from({ length: 48 }, (_, index) => index + 1),
  );
});

test("GET /_poolhouse/inbox does not exist in production", async () => {
  await using world = await startWorld({
    populated: false,
    settings: { mode: "production", publicUrl: "https://id.example.com" },
  });
  const { endpoint } = await world.listen();
  for (const path of ["inbox", "inbox/wait?to=a&timeout=1"]) {
    const answer = await fetch(`${endpoint}/_poolhouse/${path}`);
    assert.equal(answer.status, 404);
    assert.equal(await answer.text(), "<UnknownOperationException/>\n");
  }
});

test("GET /_poolhouse/inbox is for this machine: no CORS, no foreign origin, no foreign host", async () => {
  await using world = await startWorld();
  await people(world, "ada");
  await reset(world, "ada");
  const { endpoint } = await world.listen();
  const { code } = world.inbox.latest("ada@example.com");
  for (const path of ["/_poolhouse/inbox", "/_poolhouse/inbox/wait?to=ada@example.com"]) {
    const local = await get(endpoint + path, { origin: "http://localhost:3000" });
    assert.equal(local.status, 200);
    assert.deepEqual(
      Object.keys(local.headers).filter((name) => name.startsWith("access-control")),
      [],
    );
    const foreign: readonly Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost.evil.example" },
      { host: "evil.example" },
      { host: "rebound.evil.example:9229", origin: "http://rebound.evil.example:9229" },
    ];
    for (const headers of foreign) {
      const answer = await get(endpoint + path, headers);
      assert.ok(answer.status === 403 || answer.status === 400, JSON.stringify(headers));
      assert.ok(!answer.body.includes(code));
      assert.deepEqual(
        Object.keys(answer.headers).filter((name) => name.startsWith("access-control")),
        [],
      );
    }
  }
});

test("Server.close lets nobody wait who waits for a message", async () => {
  const world = await startWorld({ populated: false });
  const { endpoint } = await world.listen();
  // The first answer proves that the connection is up; the second request waits.
  await list(endpoint);
  const answer = fetch(`${endpoint}/_poolhouse/inbox/wait?to=a&timeout=30000`);
  const refused = answer.then(
    ({ status }) => status,
    () => 0,
  );
  await new Promise((resolve) => setImmediate(resolve));
  await world[Symbol.asyncDispose]();
  assert.ok([0, 404].includes(await refused));
});
