// The SBOM of what ships: npm's own CycloneDX of the lock file, cut down to what the bundles hold, and what is compiled into them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cache.mjs';
import { Refused } from './facts.mjs';

/** The headings of dist/THIRD-PARTY-NOTICES.txt, which the build makes of esbuild's own account of its inputs. */
export function shipped(notices) {
  return [...notices.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+)(?: (\d[\w.+-]*))? \(([A-Z][\w. -]*)\)$/gm)].map(
    ([, name, version, licence]) => ({ name, version, licence }),
  );
}

export function sbom() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const words = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: npm !== 'npm' };
  const told = spawnSync(npm, words, options);
  if (told.status !== 0) throw new Refused(`npm sbom ended with ${told.status}: ${told.stderr}`);
  const whole = JSON.parse(told.stdout);
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const components = shipped(readFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')).map(
    (part) => componentOf(part, whole.components),
  );
  const own = whole.metadata.component;
  const refs = new Set([own, ...components].map((one) => one['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  // npm calls the project by its folder.
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...own, name } },
    components,
    dependencies,
  };
}

/** What npm knows of a part. Development dependencies to npm, they are part of the product to whoever installs it. */
function componentOf({ name, version, licence }, known) {
  const found = known.find((one) => one.name === name && one.version === version);
  const scope = 'required';
  if (found !== undefined) {
    const { properties: _, ...one } = found;
    return { ...one, scope };
  }
  // What a package compiled into its WebAssembly stands in no lock file, and tells no version.
  return {
    'bom-ref': name,
    type: 'library',
    name,
    ...(version && { version }),
    scope,
    licenses: [{ license: { name: licence } }],
  };
}
