import { jsonAnswer } from "../answers.ts";
import type { Route } from "../wire.ts";

/** `GET /health`: whether the database can be reached. */
export const healthRoute = (ping: () => Promise<void>): Route => ({
  method: "GET",
  match: (path) => (path === "/health" ? {} : undefined),
  handle: async () => {
    try {
      await ping();
      return jsonAnswer(200, { status: "ok" });
    } catch {
      return jsonAnswer(503, { status: "unavailable" });
    }
  },
});
