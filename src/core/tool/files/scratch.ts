/** Folders and files that a build, a test or a package manager makes again by itself. */
const scratchNames = new Set(
  (
    'node_modules dist build out output target coverage .coverage htmlcov .nyc_output .next .nuxt .svelte-kit .output .turbo .parcel-cache .vite ' +
    '.cache cache __pycache__ .pytest_cache .mypy_cache .ruff_cache .tox .nox .venv venv .gradle .dart_tool .eggs .ipynb_checkpoints .sass-cache ' +
    '.angular .expo .docusaurus .storybook-static storybook-static _site .jekyll-cache .bundle deriveddata pods bazel-out bazel-bin cmake-build-debug ' +
    'cmake-build-release tmp temp .tmp logs log test-results test-output playwright-report .serverless .aws-sam cdk.out .terragrunt-cache .webpack .rollup.cache ' +
    '.eslintcache .stylelintcache .ds_store thumbs.db package-lock.json yarn.lock pnpm-lock.yaml bun.lockb .phpunit.cache .phpunit.result.cache'
  ).split(' '),
);

const scratchEndings =
  /\.(?:pyc|pyo|o|obj|a|so|class|log|tmp|temp|rej|orig|swp|swo|cache|pid|lock|tsbuildinfo|egg-info|gcda|gcno|profraw|map)$|~$/i;

/** True when a path's own name, or a folder on its way below `root`, is made again by itself. `path` is relative to it. */
export function isScratch(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.some((part) => scratchNames.has(part.toLowerCase())) || isScratchName(parts.at(-1) ?? '');
}

export function isScratchName(name: string): boolean {
  return scratchNames.has(name.toLowerCase()) || scratchEndings.test(name);
}
