/**
 * Where a client's users read what they agree to when they sign up: a link for each language.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { CreateTerms, UpdateTerms } from "../contracts/index.ts";
import type { TermsDescriptionType, TermsType } from "../contracts/shapes.ts";
import type { InputOf, Value } from "../contracts/vocabulary.ts";
import type { PoolDocument } from "./pool-document.ts";
import { invalidParameter, notFound } from "./refusals.ts";

type Shown = Value<typeof TermsType>;

/** Kept in the API's words. */
export type TermsContent = Pick<Shown, "TermsName" | "TermsSource" | "Enforcement" | "Links">;

export type Terms = PoolDocument<"terms">;

/** Terms of one name are a client's only ones. */
export const termsOwner = (clientId: string, name: string): string => `${clientId}/${name}`;

/** Assumed: the words of these three, after those of a style. */
export const termsNotFound = () => notFound("Terms does not exist.");
export const clientTermsNotFound = (clientId: string) => notFound(`Terms for client ${clientId} does not exist.`);
export const termsExist = (clientId: string, name: string) =>
  new ApiException("TermsExistsException", `Terms with name ${name} already exists for client ${clientId}`);

/**
 * Every link is shown on a page that signs users in: one of the scheme `javascript` would run there with the page's
 * rights (cross-site scripting), so the web's schemes alone are taken. Assumed: the rule and its words.
 * @throws InvalidParameterException
 */
const requireLinks = (links: TermsContent["Links"] | undefined): TermsContent["Links"] => {
  if (links === undefined) throw invalidParameter("Links are required for the terms source LINK.");
  const wrong = Object.values(links).find(
    (link) => !/^https?:\/\//iu.test(link) || !["http:", "https:"].includes(URL.parse(link)?.protocol ?? ""),
  );
  if (wrong !== undefined) throw invalidParameter(`${wrong} is not a valid URL.`);
  return links;
};

/** The terms that a request describes. @throws InvalidParameterException */
export const newTerms = (
  input: InputOf<typeof CreateTerms>,
  { id, now }: { readonly id: string; readonly now: number },
): Terms => ({
  poolId: input.UserPoolId,
  kind: "terms",
  owner: termsOwner(input.ClientId, input.TermsName),
  id,
  clientId: input.ClientId,
  content: {
    TermsName: input.TermsName,
    TermsSource: input.TermsSource,
    Enforcement: input.Enforcement,
    Links: requireLinks(input.Links),
  },
  createdAt: now,
  modifiedAt: now,
  version: 0,
});

/** The terms as a request leaves them. Assumed: what it does not name stays. @throws InvalidParameterException */
export const changedTerms = (terms: Terms, input: InputOf<typeof UpdateTerms>, now: number): Terms => {
  const name = input.TermsName ?? terms.content.TermsName;
  return {
    ...terms,
    owner: termsOwner(terms.clientId, name),
    content: {
      TermsName: name,
      TermsSource: input.TermsSource ?? terms.content.TermsSource,
      Enforcement: input.Enforcement ?? terms.content.Enforcement,
      Links: requireLinks(input.Links ?? terms.content.Links),
    },
    modifiedAt: now,
  };
};

export const termsView = (terms: Terms): Shown => ({
  TermsId: terms.id,
  UserPoolId: terms.poolId,
  ClientId: terms.clientId,
  ...terms.content,
  CreationDate: terms.createdAt,
  LastModifiedDate: terms.modifiedAt,
});

/** What a list shows of them. */
export const termsDescription = ({
  id,
  content,
  createdAt,
  modifiedAt,
}: Terms): Value<typeof TermsDescriptionType> => ({
  TermsId: id,
  TermsName: content.TermsName,
  Enforcement: content.Enforcement,
  CreationDate: createdAt,
  LastModifiedDate: modifiedAt,
});
