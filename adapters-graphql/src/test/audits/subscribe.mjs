// Subscribes with the public client of graphql-sse, in the mode that is named, and prints each
// result on a line. Ends after the given number of results, or when the server completes.
import { createClient } from "graphql-sse";

const [url, token, mode, query, most] = process.argv.slice(2);

const client = createClient({
  url,
  singleConnection: mode === "single",
  retryAttempts: 0,
  headers: () => ({ authorization: `Bearer ${token}` }),
});

let count = 0;
for await (const result of client.iterate({ query })) {
  console.log(JSON.stringify(result));
  if (++count === Number(most)) {
    break;
  }
}
console.log("end");
client.dispose();
