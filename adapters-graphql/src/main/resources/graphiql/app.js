"use strict";

(() => {
  const STORED_AS = "superit-halo-token";

  const WELCOME = `# Paste a bearer token above, then run a query with Ctrl-Enter.
# Every list needs "first" or "last", from 1 to 100.

query Overview {
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}

query Type($name: String = "Query") {
  __type(name: $name) {
    name
    description
    fields {
      name
      description
    }
  }
}
`;

  const form = document.getElementById("access");
  const field = document.getElementById("token");
  const state = document.getElementById("state");
  const root = ReactDOM.createRoot(document.getElementById("graphiql"));

  const token = () => sessionStorage.getItem(STORED_AS) ?? "";

  async function fetcher(parameters) {
    const headers = {
      accept: "application/graphql-response+json, application/json;q=0.9",
      "content-type": "application/json",
    };
    if (token() !== "") {
      headers.authorization = `Bearer ${token()}`;
    }
    const response = await fetch("/graphql", {
      method: "POST",
      headers,
      body: JSON.stringify(parameters),
      credentials: "omit",
    });
    return response.json();
  }

  let shown = 0;

  // A new key mounts the page anew, which reads the schema with the new token.
  function show() {
    shown += 1;
    state.value = token() === "" ? "no token" : "token in use";
    root.render(
      React.createElement(GraphiQL, {
        key: shown,
        fetcher,
        defaultQuery: WELCOME,
        isHeadersEditorEnabled: false,
      }),
    );
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(STORED_AS, field.value.trim());
    field.value = "";
    show();
  });

  show();
})();
