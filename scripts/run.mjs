// `make run`: starts everything and prints where it is. Ends with Ctrl-C.
//
//   PORT, M365_PORT   where to listen (8787, 8788; 0 = any free port)
//   STATE             where state is kept (.state)
//   READY_JSON=1      print one JSON line instead of the welcome, and end when
//                     standard input closes: for tests that start this program.
//                     `kill` on standard input kills the Worker first.
//   VAR_<NAME>        a further setting of the Worker, such as
//                     VAR_UPLOAD_RETENTION_SECONDS
import { join, resolve } from "node:path";
import { Plain, mustBeFree, root, startStack } from "./stack.mjs";

const quiet = Boolean(process.env.READY_JSON);

async function port(variable, usual) {
  const text = process.env[variable];
  const number = text === undefined || text === "" ? usual : Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    throw new Plain(`${variable} is '${text}'; it must be a number from 1 to 65535.`);
  }
  if (number !== 0) await mustBeFree(number, variable);
  return number;
}

function welcome({ address, m365 }) {
  const [bold, plain] = process.stdout.isTTY ? ["\x1b[1m", "\x1b[0m"] : ["", ""];
  console.log(`
${bold}Crosswalk is ready: ${address}${plain}

  Accounts (no password; pick one when you sign in)
    Contoso, the source     admin@contoso.example
    Fabrikam, the target    admin@fabrikam.example

  What to try
    1. ${address}/review needs no account: press "Try a sample".
    2. Sign in as Contoso's admin, ask to copy "Migration wave 1" to tenant
       b7c4d2e8-5a16-4f3b-8d90-6e2f1a3c4d5b, and note the RequestID.
    3. In a private window sign in as Fabrikam's admin and enter that RequestID
       with tenant 3f9a0c1e-77d4-4b8a-9c2e-1d5e6f7a8b90. Accept, map, write, verify.

  The pretend Microsoft 365, and its directory as it stands: ${m365}/control
  State is kept between runs; \`make reset\` clears it. Ctrl-C ends everything.
`);
}

try {
  const ports = [await port("PORT", 8787), await port("M365_PORT", 8788)];
  if (process.argv.includes("--only-check-ports")) process.exit(0);
  const vars = Object.fromEntries(
    Object.entries(process.env)
      .filter(([name]) => name.startsWith("VAR_"))
      .map(([name, value]) => [name.slice(4), value]),
  );
  let stack;
  let ending = false;
  const endAll = async (code) => {
    if (ending) return;
    ending = true;
    await stack?.stop();
    process.exit(code);
  };
  stack = await startStack({
    port: ports[0],
    m365Port: ports[1],
    state: resolve(process.env.STATE ?? join(root, ".state")),
    vars,
    onFailure: (why) => {
      if (!stack) return; // startStack itself will say it
      console.error(`\n${why}\nEverything else is being stopped. State is kept; \`make run\` starts again.`);
      void endAll(1);
    },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (!quiet) console.log("\nStopping…");
      void endAll(0);
    });
  }
  if (quiet) {
    console.log(JSON.stringify({ address: stack.address, m365: stack.m365 }));
    // Tests that ask what survives say `kill`.
    process.stdin.on("data", (words) => {
      if (words.toString().includes("kill")) stack.kill();
    });
    process.stdin.on("close", () => void endAll(0));
  } else {
    welcome(stack);
  }
} catch (error) {
  console.error(error instanceof Plain ? `\nCannot start: ${error.message}` : error);
  process.exit(1);
}
