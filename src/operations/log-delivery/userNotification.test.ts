import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { fileLogSink } from "../../delivery/log-sinks/files.ts";
import { createLogSink } from "../../delivery/log-sinks/create-log-sink.ts";
import { createDataFolder } from "../../testing/data-folder.ts";
import { startHttpServer } from "../../testing/loopback-server.ts";
import { startWorld, type World } from "../../testing/world.ts";

const groupArn = (name: string) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}`;

const logsTo = (name: string) => ({
  EventSource: "userNotification" as const,
  LogLevel: "ERROR" as const,
  CloudWatchLogsConfiguration: { LogGroupArn: groupArn(name) },
});

const REASON = "The mail server refused the sender (553).";

/** From now on nothing is delivered. */
const breakMail = (world: World, final = false): void => {
  world.inbox.answer = () => ({ outcome: "failed", reason: REASON, final });
};

/** A world whose pool logs to `people`. */
const startLoggedWorld = async () => {
  const world = await startWorld();
  await world.call.SetLogDeliveryConfiguration({ ...world.pool, LogConfigurations: [logsTo("people")] });
  return world;
};

test("userNotification tells what was not delivered, and nothing that anybody could use", async () => {
  await using world = await startLoggedWorld();
  const { Username, Password } = await world.user();
  breakMail(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  await world.settle();
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  const sub = UserAttributes.find(({ Name }) => Name === "sub")?.Value;
  const [row] = await world.server.store.reader.outbox.newest({ limit: 1 });
  assert.ok(row?.content?.codeValue);
  const [entry, ...more] = world.logs.all;
  assert.deepEqual(more, []);
  assert.deepEqual(entry, {
    destination: groupArn("people"),
    record: {
      eventTimestamp: String(world.clock.now()),
      eventSource: "USER_NOTIFICATION",
      logLevel: "ERROR",
      message: {
        details: `E-mail message ${row.id} to user ${sub} was not delivered: ${REASON} It will be tried again.`,
      },
      logSourceId: { userPoolId: world.pool.UserPoolId },
    },
  });
  const text = JSON.stringify(entry);
  for (const secret of [row.content.codeValue.reveal(), `${Username}@`, Password]) assert.ok(!text.includes(secret));
});

test("userNotification tells each attempt, the last one as the last, and what was not tried at all", async () => {
  await using world = await startLoggedWorld();
  await world.user();
  breakMail(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.settle();
  world.clock.advance(10_000);
  breakMail(world, true);
  await world.settle();
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.settle();
  const endings = world.logs.all.map(({ record }) => /It will.*$/.exec(String(record.message["details"]))?.[0]);
  assert.deepEqual(endings.slice(0, 2), ["It will be tried again.", "It will not be tried again."]);
});

test("userNotification tells a failure that the caller is told, and makes nobody wait for the log", async () => {
  await using world = await startLoggedWorld();
  await world.user();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  world.logs.answer = async () => {
    await promise;
    return { outcome: "sent" };
  };
  breakMail(world);
  await assert.rejects(world.call.ForgotPassword({ ...world.client, Username: "ada" }), {
    name: "CodeDeliveryFailureException",
  });
  assert.equal(world.logs.all.length, 0);
  resolve(undefined);
  await world.settle();
  assert.match(String(world.logs.all[0]?.record.message["details"]), /It will not be tried again\.$/);
});

test("userNotification is silent for what arrives, and for pools that log nothing", async () => {
  await using world = await startLoggedWorld();
  await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.settle();
  breakMail(world, true);
  await world.call.SetLogDeliveryConfiguration({ ...world.pool, LogConfigurations: [] });
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.settle();
  assert.deepEqual(world.logs.all, []);
});

test("userNotification of two pools goes to the file of each one's log group, and close leaves nothing behind", async () => {
  using folder = createDataFolder();
  const pools: string[] = [];
  {
    await using world = await startWorld({ logSink: fileLogSink(folder.path) });
    for (const name of ["first", "../second"]) {
      const { UserPool } = await world.call.CreateUserPool({ PoolName: "p", AutoVerifiedAttributes: ["email"] });
      const UserPoolId = UserPool?.Id ?? "";
      pools.push(UserPoolId);
      await world.call.SetLogDeliveryConfiguration({ UserPoolId, LogConfigurations: [logsTo(name)] });
      await world.call.AdminCreateUser({
        UserPoolId,
        Username: "ada",
        MessageAction: "SUPPRESS",
        UserAttributes: [
          { Name: "email", Value: "ada@example.com" },
          { Name: "email_verified", Value: "true" },
        ],
      });
      await world.call.AdminSetUserPassword({ UserPoolId, Username: "ada", Password: "Of ada 1!", Permanent: true });
    }
    breakMail(world, true);
    for (const UserPoolId of pools) await world.call.AdminResetUserPassword({ UserPoolId, Username: "ada" });
    await world.server.courier.sweep();
    // Not settled: closing the world delivers what waits.
  }
  const names = readdirSync(folder.path).toSorted();
  assert.deepEqual(names, [
    "arn+aws+logs+us-east-1+123456789012+log-group+..%2Fsecond.jsonl",
    "arn+aws+logs+us-east-1+123456789012+log-group+first.jsonl",
  ]);
  for (const [name, poolId] of [
    [names[1], pools[0]],
    [names[0], pools[1]],
  ] as const) {
    const lines = readFileSync(join(folder.path, name ?? ""), "utf8")
      .trim()
      .split("\n");
    assert.equal(lines.length, 1);
    assert.equal(JSON.parse(lines[0] ?? "").logSourceId.userPoolId, poolId);
  }
});

test("userNotification reaches an endpoint, and one that is down costs requests nothing", async () => {
  const received: string[] = [];
  const endpoint = await startHttpServer((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push(body);
      response.writeHead(204).end();
    });
  });
  const logSink = createLogSink({ logDelivery: endpoint.origin, logDeliverySecret: new Secret("s") });
  await using world = await startWorld({ logSink });
  await world.call.SetLogDeliveryConfiguration({ ...world.pool, LogConfigurations: [logsTo("people")] });
  await world.user();
  breakMail(world, true);
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.settle();
  const [posted] = received.map((body): unknown => JSON.parse(body));
  assert.ok(typeof posted === "object" && posted !== null && "destination" in posted && "records" in posted);
  assert.equal(posted.destination, groupArn("people"));
  assert.ok(Array.isArray(posted.records) && posted.records.length === 1);

  await endpoint[Symbol.asyncDispose]();
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await world.server.courier.sweep();
  world.inbox.answer = undefined;
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
});
