// GET of a request through everything, beside a Worker that asks an object for nothing.
import { Agent, request } from "node:http";

import { FABRIKAM, onStage } from "./stage.mjs";

const AT_ONCE = 16;
const ROUNDS = 6;
const MILLIS = 2500;

const small = {
  script: `
    export class Nothing {
      fetch() { return new Response("{}", { headers: { "content-type": "application/json" } }); }
    }
    export default {
      fetch(request, env) { return env.NOTHING.get(env.NOTHING.idFromName("one")).fetch(request); }
    };`,
  durableObjects: { NOTHING: { className: "Nothing", useSQLite: true } },
};

function once(agent, url, headers) {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${url} was answered with ${reply.statusCode}`))));
    });
    call.on("error", reject);
    call.end();
  });
}

/** Answers a second, of some callers who each wait for their answer. */
async function rate(url, headers, millis) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const end = performance.now() + millis;
  const begin = performance.now();
  let answers = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await once(agent, url, headers);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  agent.destroy();
  return (answers * 1000) / (performance.now() - begin);
}

/** Samples `get/ours` and `get/empty`, in requests a second, by turns. */
export async function measureGet(say) {
  say("A request read through the whole Worker");
  return await onStage({ small }, async ({ base, small, source }) => {
    const [scope] = await source.get(`/scopes?target=${FABRIKAM}`);
    const asked = await source.post("/copy-requests", { targetTenantId: FABRIKAM, securityGroupId: scope.groupId });
    const url = `${base}api/v1/requests/${asked.id}`;
    const headers = { authorization: source.authorization };
    const samples = { "get/ours": [], "get/empty": [] };
    await rate(url, headers, MILLIS);
    await rate(small, {}, MILLIS);
    for (let round = 0; round < ROUNDS; round += 1) {
      samples["get/ours"].push(await rate(url, headers, MILLIS));
      samples["get/empty"].push(await rate(small, {}, MILLIS));
    }
    return samples;
  });
}
