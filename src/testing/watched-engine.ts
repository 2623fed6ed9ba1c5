/** An engine that writes down what it is asked. */
import type { Connection, Engine } from "../storage/sql/engine.ts";

/** The engine, with every statement written down in order. */
export const watchedEngine = (engine: Engine, statements: string[]): Engine => {
  const watched = (connection: Connection): Connection => ({
    all: (query) => {
      statements.push(query.strings.join("?"));
      return connection.all(query);
    },
    first: (query) => {
      statements.push(query.strings.join("?"));
      return connection.first(query);
    },
    run: (query) => {
      statements.push(query.strings.join("?"));
      return connection.run(query);
    },
  });
  return {
    isExclusive: engine.isExclusive,
    read: watched(engine.read),
    transaction: (body) => engine.transaction((connection) => body(watched(connection))),
    close: () => engine.close(),
    [Symbol.asyncDispose]: () => engine.close(),
  };
};
