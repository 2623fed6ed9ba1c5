/** The paths that a server answers beside the API. */
import type { Contract } from "./contracts/vocabulary.ts";
import type { Changes } from "./http/changes.ts";
import { authEventFeedbackRoutes } from "./http/routes/auth-event-feedback.ts";
import { confirmUserRoutes, type ConfirmUserParts } from "./http/routes/confirm-user.ts";
import { healthRoute } from "./http/routes/health.ts";
import { inboxRoutes } from "./http/routes/inbox.ts";
import { loginImageRoute } from "./http/routes/login-images.ts";
import { tokenRoutes } from "./http/routes/tokens.ts";
import type { Route } from "./http/wire.ts";
import { createContext, type Facilities } from "./runtime/context.ts";
import type { RequestFacts } from "./runtime/operation.ts";

export interface RouteParts {
  readonly facilities: Facilities;
  readonly changes: Changes;
  /** Whether messages are shown, as development does. */
  readonly inbox: boolean;
  readonly confirmLinks: ConfirmUserParts["confirmLinks"];
}

/** Asked in order; the first that matches answers. */
export const routesOf = ({ facilities, changes, inbox, confirmLinks }: RouteParts): readonly Route[] => {
  const { store, tokens, place, rates } = facilities;
  const pages = {
    createContext: (contract: Contract, facts: RequestFacts) => createContext(facilities, contract, facts),
    rates,
  };
  return [
    healthRoute(() => store.ping()),
    ...tokenRoutes({ store, tokens, issuer: place.issuer, publicUrl: place.publicUrl }),
    loginImageRoute({ store }),
    ...confirmUserRoutes({ ...pages, confirmLinks }),
    ...authEventFeedbackRoutes(pages),
    ...(inbox ? inboxRoutes({ reader: store.reader, changes, timeout: (ms) => AbortSignal.timeout(ms) }) : []),
  ];
};
