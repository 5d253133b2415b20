// Collects the licences of every package that stands in the bundles into dist/THIRD-PARTY-NOTICES.txt.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages that esbuild took something from, as folders under node_modules. */
function packagesIn(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

/** Packages whose files ship beside the bundles: a WebAssembly module, an icon. */
const shippedBeside = ['node_modules/libpg-query', 'node_modules/@vscode/codicons'];

export function writeNotices(root, metafiles) {
  const folders = [...new Set([...packagesIn(metafiles), ...shippedBeside])].sort();
  const sections = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
    const text =
      file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  // What a package compiled into its WebAssembly says itself nowhere.
  sections.push(readFileSync(join(root, 'scripts', 'compiled-in.txt'), 'utf8'));
  if (!existsSync(join(root, 'dist'))) return;
  writeFileSync(
    join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
    `Countersign's bundles contain parts of these packages.\n\n${sections.join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
}
