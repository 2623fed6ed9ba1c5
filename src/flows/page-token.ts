/** Pages of a list, with tokens that are good for the same list and the same parameters only. */
import type { Page, PageRequest } from "../model/page.ts";
import type { Context } from "../runtime/operation.ts";

/** Rows of one page, at most; also what a request for none, or for 0, gets. */
export const PAGE_SIZE = 60;

/** What the caller asked for. */
export interface PageInput {
  readonly limit: number | undefined;
  readonly token: string | undefined;
}

/** `binding` names the list and its parameters. @throws InvalidParameterException for a token that is not of this list */
export const pageRequest = (
  ctx: Pick<Context, "pageTokens">,
  binding: readonly string[],
  { limit, token }: PageInput,
): PageRequest => ({
  limit: limit === undefined || limit === 0 ? PAGE_SIZE : limit,
  after: token === undefined ? undefined : ctx.pageTokens.open(binding, token),
});

/** The token with which the list goes on; undefined on the last page. */
export const nextToken = (
  ctx: Pick<Context, "pageTokens">,
  binding: readonly string[],
  page: Page<unknown>,
): string | undefined => (page.next === undefined ? undefined : ctx.pageTokens.seal(binding, page.next));
