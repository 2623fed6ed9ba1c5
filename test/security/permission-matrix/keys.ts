/** Access keys as an operator makes them, and requests signed with them. */
import { accessKeyCommands } from "../../../src/admin/access-keys.ts";
import type { OperationName } from "../../../src/contracts/index.ts";
import { requireAdministrator } from "../../../src/http/callers.ts";
import { systemRandom } from "../../../src/runtime/random.ts";
import { signedRequest, type Signer } from "../../../src/testing/signed-request.ts";
import type { World } from "../../../src/testing/world.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string;
  readonly Resource: string;
}

export interface Keys {
  /** A new key with this policy; with a lifetime a temporary one. */
  create(policy: readonly Statement[], lifetimeMs?: number): Promise<Signer>;
  revoke(id: string): Promise<void>;
  /** Sends an operation, signed or not, through the server's whole path behind the socket; answers with the body. */
  send(operation: OperationName, json: unknown, signer?: Signer): Promise<string>;
}

export const createKeys = ({ server, clock, settle }: World): Keys => {
  const commands = accessKeyCommands({
    store: server.store,
    random: systemRandom,
    log: () => undefined,
    now: () => clock.now(),
  });
  return {
    create: async (Statement, lifetimeMs) => {
      const { id, secret, sessionToken } = await commands.createKey({
        name: "matrix",
        policy: JSON.stringify({ Version: "2012-10-17", Statement }),
        lifetimeMs: lifetimeMs ?? null,
        operatingSystemUser: "tests",
      });
      return { id, secret: secret.reveal(), token: sessionToken?.reveal() };
    },
    revoke: async (id) => {
      await commands.revokeKey({ id, operatingSystemUser: "tests" });
    },
    send: async (operation, json, signer) => {
      const request = signedRequest(operation, json, clock.now(), signer);
      try {
        return await server.perform(operation, JSON.parse(request.body.toString()), {
          facts: { id: "matrix", userAgent: "", remoteAddress: "127.0.0.1" },
          administrator: (action, resource) => requireAdministrator(request, server.administrators, action, resource),
        });
      } finally {
        await settle();
      }
    },
  };
};
