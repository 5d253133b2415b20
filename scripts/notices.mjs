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

/** Licences that let a link stand for their text (CC-BY-4.0, 3(a)(1)(C)): of such a package an icon ships, as it was made. */
const linked = {
  'CC-BY-4.0':
    'Copyright (c) Microsoft Corporation. Licensed under Creative Commons Attribution 4.0 International, without warranties:\nhttps://creativecommons.org/licenses/by/4.0/legalcode',
};

export function writeNotices(root, metafiles) {
  const folders = [...new Set([...packagesIn(metafiles), ...shippedBeside])].sort();
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
    const text =
      linked[license] ??
      (file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8').trim());
    return { license, text: `${name} ${version} (${license})\n\n${text}\n` };
  });
  // Texts that are alike beside each other: a zip finds only what stood shortly before.
  const order = ({ license, text }) => `${license} ${String(text.length).padStart(6)}`;
  const sections = texts.sort((a, b) => (order(a) < order(b) ? -1 : 1)).map(({ text }) => text);
  // What a package compiled into its WebAssembly says itself nowhere.
  sections.push(readFileSync(join(root, 'scripts', 'compiled-in.txt'), 'utf8'));
  if (!existsSync(join(root, 'dist'))) return;
  writeFileSync(
    join(root, 'dist/THIRD-PARTY-NOTICES.txt'),
    `Countersign's bundles contain parts of these packages.\n\n${sections.join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
}
