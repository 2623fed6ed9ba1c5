/** Writes the generated pages. Run by `npm run docs`. */
import { writeFileSync } from "node:fs";
import { operationsPage } from "./operations-page.ts";

writeFileSync(new URL("operations.md", import.meta.url), operationsPage());
