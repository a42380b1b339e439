// Prints the keys that lie in the local R2 bucket, read past the Worker.
import { Miniflare } from "miniflare";
import { join } from "node:path";

const miniflare = new Miniflare({
  modules: true,
  script: "export default {}",
  r2Buckets: { UPLOADS: "crosswalk-uploads" },
  r2Persist: join(process.argv[2], "v3", "r2"),
});
try {
  const bucket = await miniflare.getR2Bucket("UPLOADS");
  const { objects } = await bucket.list();
  console.log(JSON.stringify(objects.map((object) => object.key)));
} finally {
  await miniflare.dispose();
}
