import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { request } from "node:http";
import { test } from "node:test";
import { IMPORT_FILE_MAX_BYTES } from "../../model/import-file.ts";
import { createJob, csvFor, csvUser, LOGS_ROLE } from "../../testing/imports.ts";
import { sql } from "../../storage/sql/sql.ts";
import type { Engine } from "../../storage/sql/engine.ts";
import { startWorld, type World } from "../../testing/world.ts";

const MINUTE_MS = 60_000;
/** What the API's guide has callers send. */
const HEADERS = { "x-amz-server-side-encryption": "aws:kms" };

const listening = async (world: World) => {
  const { endpoint } = await world.listen();
  const { UserImportJob: job } = await world.call.CreateUserImportJob({
    ...world.pool,
    JobName: "people",
    CloudWatchLogsRoleArn: LOGS_ROLE,
  });
  const url = job?.PreSignedUrl ?? "";
  assert.ok(url.startsWith(endpoint.replace("127.0.0.1", "localhost")), url);
  const named = { UserPoolId: job?.UserPoolId ?? "", JobId: job?.JobId ?? "" };
  const toHere = (text: string) => text.replace("//localhost", "//127.0.0.1");
  const put = (body: string | Buffer, to = url, headers: Record<string, string> = HEADERS) =>
    fetch(toHere(to), { method: "PUT", headers, body });
  return { url: toHere(url), named, put };
};

const codeOf = async (answer: Response): Promise<string> => {
  assert.equal(answer.headers.get("content-type"), "application/xml");
  return /<Code>(\w+)<\/Code>/u.exec(await answer.text())?.[1] ?? "";
};

const finished = async (world: World, named: { readonly UserPoolId: string; readonly JobId: string }) => {
  await world.call.StartUserImportJob(named);
  await world.server.imports.rest();
  return (await world.call.DescribeUserImportJob(named)).UserImportJob;
};

test("importUploadRoute takes in the file at the address that CreateUserImportJob answers", async () => {
  await using world = await startWorld();
  const { named, put } = await listening(world);
  const answer = await put(await csvFor(world, [csvUser("grace")]));
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "");
  const job = await finished(world, named);
  assert.equal(job?.Status, "Succeeded");
  assert.equal(job?.ImportedUsers, 1);
});

test("importUploadRoute takes the last of several files", async () => {
  await using world = await startWorld();
  const { named, put } = await listening(world);
  for (const names of [["ada"], ["grace", "alan"]]) {
    assert.equal(
      (
        await put(
          await csvFor(
            world,
            names.map((name) => csvUser(name)),
          ),
        )
      ).status,
      200,
    );
  }
  assert.equal((await finished(world, named))?.ImportedUsers, 2);
  await assert.rejects(world.call.AdminGetUser({ ...world.pool, Username: "ada" }), { name: "UserNotFoundException" });
});

test("importUploadRoute refuses an address that was changed, is another's, or has expired", async () => {
  await using world = await startWorld();
  const { named, url, put } = await listening(world);
  const other = await createJob(world);
  const later = new URL(url);
  later.searchParams.set("expires", String(world.clock.now() + 24 * 60 * MINUTE_MS));
  const unsigned = new URL(url);
  unsigned.search = "";
  for (const changed of [
    url.replace(named.JobId, other.JobId),
    url.replace(named.UserPoolId, "us-east-1_Unknown00"),
    url.slice(0, -1) + (url.endsWith("A") ? "B" : "A"),
    url.slice(0, -60),
    later.href,
    unsigned.href,
  ]) {
    const answer = await put("x", changed);
    assert.equal(answer.status, 403, changed);
    assert.equal(await codeOf(answer), "SignatureDoesNotMatch");
  }
  assert.equal((await put("x", url.replace(named.JobId, "import-"))).status, 404);
  world.clock.advance(15 * MINUTE_MS - 1);
  assert.equal((await put("x")).status, 200);
  world.clock.advance(1);
  const late = await put("x");
  assert.equal(late.status, 403);
  assert.equal(await codeOf(late), "AccessDenied");
});

test("importUploadRoute takes no file for a job that was started", async () => {
  await using world = await startWorld();
  const { named, put } = await listening(world);
  await put(await csvFor(world, [csvUser("grace")]));
  await finished(world, named);
  const answer = await put("x");
  assert.equal(answer.status, 403);
  assert.equal(await codeOf(answer), "AccessDenied");
});

test("importUploadRoute refuses a file that is too large without reading on, and asks for no body before it has judged", async () => {
  await using world = await startWorld();
  const { url } = await listening(world);
  const ask = async (headers: Record<string, string>, to = url) => {
    const outgoing = request(to, { method: "PUT", headers: { ...headers, expect: "100-continue" } });
    let isAsked = false;
    outgoing.on("continue", () => {
      isAsked = true;
      outgoing.end("x");
    });
    outgoing.flushHeaders();
    const [answer] = await once(outgoing, "response");
    answer.resume();
    outgoing.destroy();
    return { status: answer.statusCode, isAsked };
  };
  const tooLarge = String(IMPORT_FILE_MAX_BYTES + 1);
  assert.deepEqual(await ask({ "content-length": tooLarge }), { status: 400, isAsked: false });
  assert.deepEqual(await ask({ "content-length": "1" }, url.replace("expires=", "expires=1")), {
    status: 403,
    isAsked: false,
  });
  assert.deepEqual(await ask({ "content-length": "1" }), { status: 200, isAsked: true });
});

test("importUploadRoute answers only on the server's own hosts in development", async () => {
  await using world = await startWorld();
  const { url } = await listening(world);
  const outgoing = request(url, { method: "PUT", headers: { host: "evil.example.com" } });
  outgoing.end("x");
  const [answer] = await once(outgoing, "response");
  answer.resume();
  assert.equal(answer.statusCode, 400);
});

test("importUploadRoute keeps nothing of a file that is broken off", async () => {
  let engine: Engine | undefined;
  await using world = await startWorld({ engine: (opened) => (engine = opened) });
  const { named, url, put } = await listening(world);
  await put(await csvFor(world, [csvUser("grace")]));
  const { port, pathname, search } = new URL(url);
  const socket = connect({ port: Number(port), host: "127.0.0.1" });
  socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n`);
  socket.write(Buffer.alloc(500_000, "x"));
  // The first pieces have been taken in.
  const chunks = async () =>
    (await engine?.read.first<{ n: number }>(sql`select count(*) as n from user_import_chunks`))?.n ?? 0;
  while ((await chunks()) < 8) await new Promise(setImmediate);
  socket.destroy();
  const uploads = async () =>
    (
      await engine?.read.first<{ n: number }>(
        sql`select count(*) as n from user_import_uploads where sweep_at <= ${world.clock.now()}`,
      )
    )?.n;
  while ((await uploads()) !== 1) await new Promise(setImmediate);
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 1);
  assert.equal((await finished(world, named))?.ImportedUsers, 1);
  assert.deepEqual(
    world.log.filter(({ level }) => level === "error"),
    [],
  );
});
