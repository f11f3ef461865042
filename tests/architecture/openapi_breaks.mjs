// Prints, one a line, what the second description of the API breaks of the first: `kind path`. Exits 1 when there is any.
// node openapi_breaks.mjs promised.json[.gz] present.json
import fs from "node:fs";
import zlib from "node:zlib";
import { apiCompare } from "api-smart-diff";

const read = (path) => {
  const raw = fs.readFileSync(path);
  return JSON.parse(path.endsWith(".gz") ? zlib.gunzipSync(raw) : raw);
};

// What is sent may get new codes: integrators are told to expect them (docs/integrators).
const isNewCodeSent = (diff) => diff.action === "add" && diff.path.includes("responses") && diff.path.at(-2) === "enum";
// The library lets the type of what is sent change; whoever reads it would fail.
const isTypeSent = (diff) => diff.action === "replace" && diff.path.includes("responses") && diff.path.at(-1) === "type";

// Schemas are judged where operations use them: what breaks a question may be fine in an answer.
const [promised, present] = process.argv.slice(2, 4).map(read);
const broken = apiCompare(promised, present).diffs
  .filter((diff) => diff.path[0] === "paths" && (diff.type === "breaking" || isTypeSent(diff)) && !isNewCodeSent(diff))
  .map((diff) => `${diff.action} ${diff.path.join("/")}`);
if (broken.length) console.log([...new Set(broken)].join("\n"));
process.exitCode = broken.length ? 1 : 0;
