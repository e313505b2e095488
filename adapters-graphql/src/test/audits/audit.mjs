// Runs the public GraphQL-over-HTTP audits against a server, with a bearer token on each request.
import { auditServer } from "graphql-http";

const [url, token] = process.argv.slice(2);

function fetchFn(input, init = {}) {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(input, { ...init, headers });
}

const results = await auditServer({ url, fetchFn });
for (const { id, name, status, reason } of results) {
  console.log([status, id, name, reason].filter(Boolean).join("\t"));
}
process.exit(results.every(({ status }) => status === "ok") ? 0 : 1);
