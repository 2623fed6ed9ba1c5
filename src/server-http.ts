/** The edge, put together: which operations and paths it has, and how their callers are judged. */
import { contractOf, isOperation } from "./contracts/index.ts";
import { requireAdministrator, type AdministratorDeps } from "./http/callers.ts";
import { createHttpServer, type HttpServer } from "./http/server.ts";
import type { ReceivingRoute, Route } from "./http/wire.ts";
import type { Log } from "./model/log-fields.ts";
import type { Clock } from "./runtime/clock.ts";
import type { Perform } from "./runtime/perform.ts";
import { uuidFrom, type Random } from "./runtime/random.ts";
import type { Settings } from "./settings.ts";

export interface HttpParts {
  readonly perform: Perform;
  readonly routes: readonly (Route | ReceivingRoute)[];
  readonly deps: AdministratorDeps;
}

/** The server that listens, once it is told to. */
export const httpServer = (
  settings: Settings,
  { clock, random, log }: { readonly clock: Clock; readonly random: Random; readonly log: Log },
  { perform, routes, deps }: HttpParts,
): HttpServer =>
  createHttpServer({
    routes,
    isOperation,
    bodyLimitOf: (name) => contractOf(name)?.bodyLimit,
    mode: settings.mode,
    publicUrl: settings.publicUrl ?? "http://localhost",
    log,
    now: () => clock.now(),
    uuid: () => uuidFrom(random),
    perform: async (name, json, request, requestId) => {
      if (!isOperation(name)) throw new TypeError("the edge hands on known operations alone");
      const body = await perform(name, json, {
        facts: {
          id: requestId,
          userAgent: request.headers["user-agent"] ?? "",
          remoteAddress: request.remoteAddress,
        },
        administrator: (action, resource) => requireAdministrator(request, deps, action, resource),
      });
      return { body };
    },
  });
