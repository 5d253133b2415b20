import { resolvePath } from '../command/paths.js';
import type { World } from '../shared/world.js';

/** Files that a program reads from where it starts without being told. A star stands for every name with that ending. */
const implied: Readonly<Record<string, readonly string[]>> = {
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml'],
  rake: ['Rakefile'],
  npm: ['package.json', '.npmrc'],
  pnpm: ['package.json', '.npmrc'],
  yarn: ['package.json', '.yarnrc.yml'],
  bun: ['package.json', 'bunfig.toml'],
  terraform: ['*.tf', '*.tfvars', '*.tf.json', '.terraform/terraform.tfstate', '.terraform/environment'],
  tofu: ['*.tf', '*.tofu', '*.tfvars', '*.tf.json', '.terraform/terraform.tfstate', '.terraform/environment'],
  terragrunt: ['*.hcl', '*.tf'],
  pulumi: ['*.yaml', '*.ts', '*.py'],
  docker: ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml', 'Dockerfile'],
  'docker-compose': ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'],
  serverless: ['serverless.yml', 'serverless.ts'],
  sls: ['serverless.yml', 'serverless.ts'],
  skaffold: ['skaffold.yaml'],
  helmfile: ['helmfile.yaml'],
  fly: ['fly.toml'],
  flyctl: ['fly.toml'],
  ansible: ['ansible.cfg'],
  'ansible-playbook': ['ansible.cfg'],
};

/** Absolute paths, whether or not they exist. */
export function filesReadBy(program: string, directory: string, world: World): readonly string[] {
  const names = Object.hasOwn(implied, program) ? (implied[program] ?? []) : [];
  return names.flatMap((name) =>
    name.startsWith('*')
      ? world.files
          .list(directory)
          .filter((file) => file.endsWith(name.slice(1)))
          .map((file) => resolvePath(directory, file))
      : [resolvePath(directory, name)],
  );
}
