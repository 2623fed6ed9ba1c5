import { FUNCTION_NOT_FOUND, type Invoker } from "./invoker.ts";

/** The ways to run functions that the operator has configured. */
export interface FunctionRoutes {
  readonly folder?: Invoker | undefined;
  readonly endpoint?: Invoker | undefined;
}

/** One invoker for all ARNs: the folder's functions come first, the endpoint has the others. Without either, none exists. */
export const routeFunctions = ({ folder, endpoint }: FunctionRoutes): Invoker => {
  const routes = [folder, endpoint].filter((each) => each !== undefined);

  const find = async (arn: string): Promise<Invoker | undefined> => {
    for (const route of routes) if (await route.isKnown(arn)) return route;
    return undefined;
  };

  return {
    isKnown: async (arn) => (await find(arn)) !== undefined,
    invoke: async (arn, event, options) => (await find(arn))?.invoke(arn, event, options) ?? FUNCTION_NOT_FOUND,
    close: async () => {
      await Promise.all(routes.map((route) => route.close()));
    },
  };
};
