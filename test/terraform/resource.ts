/**
 * The rules by which Terraform decides whether a resource is to be changed: what was configured is compared with what is
 * read, attribute by attribute, as the attribute's kind says. Resources are played through their whole life.
 */
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

/** How an attribute of a resource is planned and compared. Its name is the API's. */
export interface Attribute {
  /** Unless it is configured, what is read is kept; so it is not sent back to its default by leaving it out. */
  readonly computed?: true;
  /** Not known of a change before it is made, unless it is configured. */
  readonly computedAnew?: true;
  /** What it is when it is not configured. */
  readonly default?: unknown;
  /** Members of a block that are kept as they are read when the block is configured without them. */
  readonly computedMembers?: readonly string[];
  /** What members of a block are when the block is configured without them. */
  readonly memberDefaults?: Readonly<Record<string, unknown>>;
  /** A block that is read, but not configured, is let be. */
  readonly missingIsKept?: true;
  /** Read back in the order in which it was written; other lists are sets. */
  readonly ordered?: true;
  /** Not shown by the API: known from the configuration alone. */
  readonly unread?: true;
  /** Another value makes another resource. */
  readonly forcesNew?: true;
  /** It cannot be left out. */
  readonly required?: true;
}

export type Attributes<C> = { readonly [K in keyof C]-?: Attribute };

/** A resource of the provider, with the calls that it makes. `C` is its configuration, and what it reads. */
export interface Resource<C extends object> {
  readonly name: string;
  readonly attributes: Attributes<C>;
  /** Of the newer kind, whose values must come back as they are planned: `false`, 0, "" and nothing are not the same. */
  readonly isStrict?: true;
  /** Answers with the id by which it is read, and imported. */
  create(planned: C): Promise<string>;
  /** Undefined when it is gone. `prior` is what was read last; at an import there is none. */
  read(id: string, prior: C | undefined): Promise<C | undefined>;
  /** There is none where every change makes another resource. */
  readonly update?: (id: string, planned: C, prior: C) => Promise<void>;
  /** What is gone already is no failure. There is none where the provider only forgets it. */
  readonly remove?: (id: string, state: C) => Promise<void>;
  /** What remains of a resource that cannot be gone; undefined when it is gone. */
  readonly remains?: C;
}

/** An object that any of its members may be read from by its name. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every object is one of unknown members
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isZero = (value: unknown): boolean =>
  value === false || value === 0 || value === "" || (Array.isArray(value) && value.length === 0);

/** A value as it is compared: nothing is left out, sets are sorted, and where it says as much as nothing, so are zeros. */
const compared = (value: unknown, { ordered }: Attribute, isStrict: boolean): unknown => {
  const plain = (one: unknown): unknown => {
    if (one === undefined || one === null || (!isStrict && isZero(one))) return undefined;
    if (Array.isArray(one)) {
      const all = one.map(plain);
      return ordered === true ? all : all.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    if (!isBlock(one)) return one;
    const members = Object.entries(one).map(([name, member]) => [name, plain(member)] as const);
    return Object.fromEntries(
      members.filter(([, member]) => member !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  };
  return plain(value);
};

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const plannedValue = (attribute: Attribute, configured: unknown, prior: unknown): unknown => {
  if (!isSet(configured)) {
    if (attribute.computed ?? attribute.computedAnew ?? attribute.missingIsKept) return prior;
    return attribute.default;
  }
  if (!isBlock(configured)) return configured;
  const kept = (attribute.computedMembers ?? []).map((name) => [name, membersOf(prior)[name]] as const);
  return {
    ...attribute.memberDefaults,
    ...Object.fromEntries(kept.filter(([, member]) => isSet(member))),
    ...configured,
  };
};

const attributesOf = <C extends object>(resource: Resource<C>): readonly (readonly [string, Attribute])[] =>
  Object.entries<Attribute>(resource.attributes);

/** What a resource is to be: what is configured, defaults, and what is kept of what was read. */
export const plan = <C extends object>(resource: Resource<C>, configured: C, prior: C | undefined): C => {
  const given = membersOf(configured);
  const before = membersOf(prior);
  const planned = attributesOf(resource).map(
    ([name, attribute]) => [name, plannedValue(attribute, given[name], before[name])] as const,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the attributes are the members of the configuration
  return Object.fromEntries(planned.filter(([, value]) => value !== undefined)) as C;
};

/** The attributes that Terraform would say are to be changed, with what they are and what they shall be. */
export const differences = <C extends object>(resource: Resource<C>, planned: C, state: C): readonly string[] =>
  attributesOf(resource).flatMap(([name, attribute]) => {
    const isStrict = resource.isStrict === true;
    const after = compared(membersOf(planned)[name], attribute, isStrict);
    const before = compared(membersOf(state)[name], attribute, isStrict);
    if (isDeepStrictEqual(after, before)) return [];
    return [`${name}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
  });

/** What is planned and known must come back so: the newer kind of resource fails when it does not. */
const requireAsPlanned = <C extends object>(resource: Resource<C>, planned: C, state: C): void => {
  if (resource.isStrict !== true) return;
  const known = attributesOf(resource).filter(([name]) => isSet(membersOf(planned)[name]));
  const names = new Set(known.map(([name]) => name));
  // What is not known of a block before it is there may be anything.
  const wrong = differences(resource, plan(resource, planned, state), state).filter((text) =>
    names.has(text.slice(0, text.indexOf(":"))),
  );
  assert.deepEqual(wrong, [], `${resource.name}: the provider produced an inconsistent result after apply`);
};

/** One resource that is there, and what the provider knows of it. */
export interface Applied<C> {
  readonly id: string;
  readonly state: C;
}

const readAgain = async <C extends object>(resource: Resource<C>, { id, state }: Applied<C>): Promise<C> => {
  const read = await resource.read(id, state);
  assert.ok(read !== undefined, `${resource.name} ${id} is there`);
  return withUnread(resource, read, state);
};

/** What the API does not show stays as it was configured. */
const withUnread = <C extends object>(resource: Resource<C>, read: C, planned: C): C => {
  const unread = attributesOf(resource).filter(([, { unread: isUnread }]) => isUnread === true);
  const known = membersOf(planned);
  return { ...read, ...Object.fromEntries(unread.map(([name]) => [name, known[name]])) };
};

/** Nothing is to be changed, neither now nor after what is there has been sent once more. */
const requireSettled = async <C extends object>(resource: Resource<C>, configured: C, applied: Applied<C>) => {
  const second = plan(resource, configured, applied.state);
  assert.deepEqual(differences(resource, second, applied.state), [], `${resource.name}: the second run finds`);
  assert.deepEqual(await readAgain(resource, applied), applied.state, `${resource.name}: two reads agree`);
  await resource.update?.(applied.id, second, applied.state);
  const once = differences(resource, await readAgain(resource, applied), applied.state);
  assert.deepEqual(once, [], `${resource.name}: the same again changes`);
};

/** The configuration without some of its attributes. */
const without = <C extends object>(configured: C, names: readonly string[]): C =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only attributes that may be left out are left out
  Object.fromEntries(Object.entries(configured).filter(([name]) => !names.includes(name))) as C;

/** Makes the resource what is configured, and proves that a second run would find nothing to change. */
export const apply = async <C extends object>(
  resource: Resource<C>,
  configured: C,
  prior?: Applied<C>,
): Promise<Applied<C>> => {
  const anew = attributesOf(resource)
    .filter(([name, { computedAnew }]) => computedAnew === true && !isSet(membersOf(configured)[name]))
    .map(([name]) => name);
  const planned = without(plan(resource, configured, prior?.state), anew);
  const id = prior?.id ?? (await resource.create(planned));
  if (prior !== undefined) {
    assert.ok(resource.update, `${resource.name} can be changed`);
    await resource.update(id, planned, prior.state);
  }
  const state = await readAgain(resource, { id, state: planned });
  const applied = { id, state };
  requireAsPlanned(resource, planned, state);
  await requireSettled(resource, configured, applied);
  return applied;
};

/** Reads the resource by its id alone, as an import does, and finds what is known of it. */
const requireImportable = async <C extends object>(resource: Resource<C>, { id, state }: Applied<C>): Promise<void> => {
  const imported = await resource.read(id, undefined);
  assert.ok(imported !== undefined, `${resource.name} ${id} can be imported`);
  assert.deepEqual(
    differences(resource, withUnread(resource, imported, state), state),
    [],
    `${resource.name} imported`,
  );
};

const requireRemoved = async <C extends object>(resource: Resource<C>, { id, state }: Applied<C>): Promise<void> => {
  if (resource.remove === undefined) return;
  await resource.remove(id, state);
  assert.deepEqual(await resource.read(id, state), resource.remains, `${resource.name} ${id} is gone`);
  await resource.remove(id, state);
};

/** What a resource is played with. */
export interface Play<C> {
  readonly minimal: C;
  /** Every attribute that it has. */
  readonly full: C;
  /** Full configurations that differ. */
  readonly others?: readonly C[];
  /** Attributes that can only be left out with others. */
  readonly together?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Plays the life of the resource, twice: it is created from little and from all that it may be configured with, read,
 * changed, each attribute is taken away and given back, it is imported, and removed. After every step a second run
 * finds no difference.
 */
export const play = async <C extends object>(resource: Resource<C>, { minimal, full, others, together }: Play<C>) => {
  const removable = attributesOf(resource)
    .filter(
      ([name, { required, forcesNew }]) => required !== true && forcesNew !== true && isSet(membersOf(full)[name]),
    )
    .map(([name]) => [name].concat(together?.[name] ?? []));
  for (let life = 0; life < 2; life += 1) {
    for (const first of [minimal, full]) {
      let applied = await apply(resource, first);
      await requireImportable(resource, applied);
      // What cannot be changed stays as it was made.
      const settled = attributesOf(resource).filter(([, { forcesNew }]) => forcesNew === true);
      const as = (configured: C): C => ({
        ...configured,
        ...Object.fromEntries(settled.map(([name]) => [name, membersOf(first)[name]])),
      });
      const steps = [full, ...(others ?? []), minimal, full].map(as);
      for (const names of first === full ? removable : []) steps.push(without(as(full), names), as(full));
      if (resource.update !== undefined) for (const next of steps) applied = await apply(resource, next, applied);
      await requireImportable(resource, applied);
      await requireRemoved(resource, applied);
    }
  }
};

/** Whether the refusal is one that the provider takes for "gone". */
export const isRefusal = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/** Undefined where the call is refused because there is no such thing. */
export const unlessGone = async <T>(call: Promise<T>, ...more: readonly string[]): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error, "ResourceNotFoundException", ...more)) return undefined;
    throw error;
  }
};
