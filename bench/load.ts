/** Loads of HTTP requests over keep-alive connections. */
import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";

/** What one run measured. Times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  /** Signs administrators' requests; undefined sends them bare. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const keys = new Map<string, Buffer>();

const signingKey = (secret: string, day: string): Buffer => {
  const known = keys.get(`${secret}/${day}`);
  if (known !== undefined) return known;
  const key = ["us-east-1", "cognito-idp", "aws4_request"].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, day));
  keys.set(`${secret}/${day}`, key);
  return key;
};

/** The headers of a request, signed as SDKs sign them. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const headersOf = (target: Target, operation: string, body: string): Record<string, string> => {
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host: `${target.host}:${target.port}`,
    "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
  };
  if (target.credentials === undefined) return headers;
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const signed = { ...headers, "x-amz-date": stamp };
  const names = Object.keys(signed).sort();
  const canonical = [
    "POST",
    "/",
    "",
    ...names.map((name) => `${name}:${signed[name as keyof typeof signed]}`),
    "",
    names.join(";"),
    createHash("sha256").update(body).digest("hex"),
  ].join("\n");
  const scope = `${day}/us-east-1/cognito-idp/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", stamp, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const signature = hmac(signingKey(target.credentials.secretAccessKey, day), text).toString("hex");
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${target.credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
};

/** Sends one operation; answers with status and body. */
export const send = (
  target: Target,
  agent: Agent,
  operation: string,
  input: object,
): Promise<{ readonly status: number; readonly body: string }> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(input);
    const headers = { ...headersOf(target, operation, body), "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request(
      { host: target.host, port: target.port, method: "POST", path: "/", headers, agent },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });

const result = (times: number[], seconds: number, failed: number): LoadResult => {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), failed };
};

/** Some pieces of work, of which the n-th answers whether it succeeded. */
export interface Work {
  readonly count: number;
  do(n: number): Promise<boolean>;
}

/** Does the work with `workers` workers, each of which takes up the next piece when its last is done. */
export const closedLoop = async ({ count, do: work }: Work, workers: number): Promise<LoadResult> => {
  const times: number[] = [];
  let next = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const began = performance.now();
      if (!(await work(n))) failed += 1;
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: workers }, worker));
  return result(times, (performance.now() - began) / 1000, failed);
};

/** Does the work at moments that do not wait for what went before, as users come: at random, `perSecond` on average. */
export const openLoop = async ({ count, do: work }: Work, perSecond: number): Promise<LoadResult> => {
  const times: number[] = [];
  let failed = 0;
  const one = async (n: number): Promise<void> => {
    const began = performance.now();
    if (!(await work(n))) failed += 1;
    times.push(performance.now() - began);
  };
  const began = performance.now();
  let due = began;
  const running: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    due -= (Math.log(1 - Math.random()) / perSecond) * 1000;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(one(n));
  }
  await Promise.all(running);
  return result(times, (performance.now() - began) / 1000, failed);
};

/** Sends `count` requests over `connections` connections. `input` makes the input of the n-th. */
export const load = async (
  target: Target,
  options: {
    readonly operation: string;
    readonly connections: number;
    readonly count: number;
    input(n: number): object;
  },
): Promise<LoadResult> => {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const work = async (n: number): Promise<boolean> =>
    (await send(target, agent, options.operation, options.input(n))).status === 200;
  try {
    return await closedLoop({ count: options.count, do: work }, options.connections);
  } finally {
    agent.destroy();
  }
};
