import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeList } from "../../testing/attributes.ts";
import { startWorld, type World } from "../../testing/world.ts";

const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const found = async (world: World, Filter: string): Promise<string[]> => {
  const { Users = [] } = await world.call.ListUsers({ ...world.pool, Filter });
  return Users.map(({ Username = "" }) => Username);
};

test("ListUsers shows users as AdminGetUser does, everybody where nothing is asked for", async () => {
  await using world = await startWorld();
  await world.user("ada", { name: "Ada" });
  await world.user("eve");
  const { Users = [], PaginationToken } = await world.call.ListUsers(world.pool);
  assert.equal(Users.length, 2);
  assert.equal(PaginationToken, undefined);
  const { UserAttributes, ...ada } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  assert.deepEqual(
    Users.find(({ Username }) => Username === "ada"),
    { ...ada, Attributes: UserAttributes },
  );
  assert.equal((await found(world, "")).length, 2);
  assert.equal((await world.call.ListUsers({ ...world.pool, Limit: 0 })).Users?.length, 2);
});

test("ListUsers finds by every attribute that can be searched by", async () => {
  await using world = await startWorld();
  const ada = {
    phone_number: "+12065550100",
    name: 'Ada "the" Countess',
    given_name: "Ada",
    family_name: "Lovelace",
    preferred_username: "countess",
  };
  await world.user("ada", ada);
  await world.user("eve");
  await world.call.AdminDisableUser({ ...world.pool, Username: "eve" });
  await world.call.AdminCreateUser({ ...world.pool, Username: "new", MessageAction: "SUPPRESS" });
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const filters = {
    'username = "ada"': ["ada"],
    'username ^= "ad"': ["ada"],
    'email = "ada@example.com"': ["ada"],
    '"email"^="ada@"': ["ada"],
    'phone_number = "+12065550100"': ["ada"],
    'phone_number ^= "+1206"': ["ada"],
    'name = "Ada \\"the\\" Countess"': ["ada"],
    'given_name = "Ada"': ["ada"],
    'family_name ^= "Love"': ["ada"],
    'preferred_username = "countess"': ["ada"],
    'cognito:user_status = "CONFIRMED"': ["ada", "eve"],
    'cognito:user_status = "force_change_password"': ["new"],
    'status = "Disabled"': ["eve"],
    'status = "Enabled"': ["ada", "new"],
    [`sub = "${sub}"`]: ["ada"],
    [`sub ^= "${sub.slice(0, 20)}"`]: ["ada"],
    // Case counts, and an alias is no username.
    'username = "ADA"': [],
    'status = "disabled"': [],
    'username = "countess"': [],
    'name = "Ada"': [],
  };
  for (const [filter, names] of Object.entries(filters)) {
    assert.deepEqual((await found(world, filter)).toSorted(), names, filter);
  }
});

test("ListUsers folds case where the pool does not distinguish it", async () => {
  await using world = await startWorld({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  await world.user("Ada", { email: "Ada@Example.com", name: "Ada" });
  assert.deepEqual(await found(world, 'email = "ada@EXAMPLE.com"'), ["Ada"]);
  assert.deepEqual(await found(world, 'email ^= "ADA@"'), ["Ada"]);
  assert.deepEqual(await found(world, 'name = "ada"'), []);
});

test("ListUsers follows what becomes of users", async () => {
  await using world = await startWorld();
  await world.user("ada", { name: "Ada" });
  const UserAttributes = attributeList({ name: "", given_name: "A" });
  await world.call.AdminUpdateUserAttributes({ ...world.pool, Username: "ada", UserAttributes });
  assert.deepEqual(await found(world, 'name = "Ada"'), []);
  assert.deepEqual(await found(world, 'given_name = "A"'), ["ada"]);
  await world.call.AdminDeleteUser({ ...world.pool, Username: "ada" });
  assert.deepEqual(await found(world, 'given_name = "A"'), []);
});

test("ListUsers pages in order of what was asked for, with tokens for the same question alone", async () => {
  await using world = await startWorld();
  for (const name of ["carol", "ada", "bob"]) await world.user(name, { family_name: "Same" });
  const ask = { ...world.pool, Filter: 'email ^= ""', Limit: 2 };
  const first = await world.call.ListUsers(ask);
  assert.match(first.PaginationToken ?? "", /^\S+$/);
  const second = await world.call.ListUsers({ ...ask, PaginationToken: first.PaginationToken });
  assert.deepEqual(
    [first, second].map(({ Users = [] }) => Users.map(({ Username }) => Username)),
    [["ada", "bob"], ["carol"]],
  );
  assert.equal("PaginationToken" in second, false);

  const same = { ...world.pool, Filter: 'family_name = "Same"', Limit: 1 };
  const names: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await world.call.ListUsers({ ...same, PaginationToken });
    names.push(...(page.Users ?? []).map(({ Username = "" }) => Username));
    ({ PaginationToken } = page);
  } while (PaginationToken !== undefined);
  assert.deepEqual(names.toSorted(), ["ada", "bob", "carol"]);

  const refused = invalid("Invalid pagination token.");
  const token = { PaginationToken: first.PaginationToken };
  await assert.rejects(world.call.ListUsers({ ...same, ...token }), refused);
  await assert.rejects(world.call.ListUsers({ ...ask, ...token, AttributesToGet: ["email"] }), refused);
  await assert.rejects(world.call.ListUsers({ ...ask, PaginationToken: "x" }), refused);
  world.clock.advance(60 * 60 * 1000);
  await assert.rejects(world.call.ListUsers({ ...ask, ...token }), refused);
});

test("ListUsers shows the attributes that it is asked for", async () => {
  await using world = await startWorld({ pool: { Schema: [{ Name: "team", AttributeDataType: "String" }] } });
  await world.user("ada", { "custom:team": "x", name: "Ada" });
  const shown = async (...AttributesToGet: string[]) => {
    const { Users = [] } = await world.call.ListUsers({ ...world.pool, AttributesToGet });
    return Users.map(({ Attributes }) => Attributes);
  };
  assert.deepEqual(await shown("email", "custom:team"), [
    [
      { Name: "email", Value: "ada@example.com" },
      { Name: "custom:team", Value: "x" },
    ],
  ]);
  assert.deepEqual(await shown("nickname"), [[]]);
  assert.equal((await shown())[0]?.length, 5);
  await assert.rejects(shown("custom:x"), invalid("One or more requested attributes do not exist."));
});

test("ListUsers refuses filters that it cannot read, and a pool that does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(found(world, 'custom:team = "x"'), invalid("Invalid search attribute: custom:team"));
  await assert.rejects(found(world, "email = x"), invalid("Error while parsing filter."));
  await assert.rejects(found(world, 'email = "x" and name = "y"'), invalid("Error while parsing filter."));
  await assert.rejects(found(world, "x".repeat(257)), {
    name: "InvalidParameterException",
    message: /less than or equal to 256/,
  });
  await assert.rejects(world.call.ListUsers({ ...world.pool, Limit: 61 }), { name: "InvalidParameterException" });
  await assert.rejects(world.call.ListUsers({ UserPoolId: "us-east-1_Unknown00" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
