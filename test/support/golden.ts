import { join } from 'node:path';
import { teamFromFile } from '../../src/cli/policy-file.js';
import { ruled } from '../../src/cli/policy-verdict.js';
import { defaultSettings } from '../../src/core/policy/settings.js';
import type { TeamInForce } from '../../src/core/policy/team-in-force.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { judgeCall } from '../../src/core/risk/judge.js';
import type { World } from '../../src/core/shared/world.js';
import type { Grammars } from '../../src/core/tool/table.js';
import type { ShellName, ToolCall } from '../../src/core/toolcall/toolcall.js';
import { parseProgram } from '../../src/engine/program-grammars.js';
import { titleOf } from '../../src/messages/cards/effect.js';
import { findingText } from '../../src/messages/cards/finding.js';
import { evidenceText, targetText } from '../../src/messages/cards/target.js';
import { fittedText } from '../../src/messages/cli/verdict.js';
import { memoryWorld } from './world.js';

/** A desk as many people have it: production and other places configured side by side. */
const teamFiles = {
  '/srv/app/.git/HEAD': 'ref: refs/heads/feature\n',
  '/srv/app/.git/config': '[remote "origin"]\n\turl = git@github.com:acme/app.git\n',
  '/srv/app/.gitignore': 'generated/\n',
  '/srv/app/src/main.ts': 'export {};\n',
  '/srv/app/package.json': '{"scripts":{"build":"tsc","wipe":"terraform destroy -auto-approve"}}',
  '/srv/app/fly.toml': 'app = "acme-prod"\n',
  '/home/ada/.aws/config':
    '[profile prod-admin]\nregion = eu-central-1\nsso_account_id = 111122223333\nsso_role_name = AdministratorAccess\n[profile sandbox]\nregion = us-east-1\n',
  '/home/ada/.kube/config':
    'current-context: prod-eu\ncontexts:\n- name: prod-eu\n  context: {cluster: prod-eu, user: deployer, namespace: shop}\n- name: kind-local\n  context: {cluster: kind-local, user: kind}\nclusters:\n- name: prod-eu\n  cluster: {server: https://k8s.prod.acme.example}\n- name: kind-local\n  cluster: {server: https://127.0.0.1:6443}\n',
} as const;

/** A project with recipes of every kind that a command may call by name. */
const projectFiles = {
  '/srv/app/books/site.yml':
    '- hosts: web\n  tasks:\n    - apt: {name: nginx, state: absent}\n    - file: {path: /etc/nginx/sites-enabled/default, state: absent}\n    - command: nginx -v\n    - service: {name: nginx, state: restarted}\n',
  '/srv/app/books/tidy.yml': '- hosts: db\n  roles: [{role: base}]\n',
  '/srv/app/books/roles/base/tasks/main.yml':
    '- block:\n    - community.postgresql.postgresql_db:\n        name: shop\n        state: absent\n    - include_tasks: more.yml\n',
  '/srv/app/books/roles/base/tasks/more.yml':
    '- ansible.builtin.shell: "rm -rf {{ base }}/data && echo done"\n',
  '/srv/app/books/all.yml':
    '- import_playbook: site.yml\n- hosts: all\n  tasks: [{file: {path: /srv/shop, state: absent}}]\n',
  '/srv/app/Makefile':
    'DATA := /var/lib/shop\nNAMES = a b\nNAMES += c\nHOST ?= web\nNOW != date\nLIST := $(shell ls $(DATA))\n.PHONY: all clean\nall: build\n\t@echo done\nbuild:\n\ttsc -p .\nclean: ; rm -rf $(DATA)\npurge: clean\n\t-rm -rf $(DATA)/old $@ $<\nif%:\n\trm -rf /var/lib/$*\ndeep: $(NAMES)\na b c:\n\t@echo $(HOST) $(NAMES) $$HOME\nifdef CI\nci:\n\tterraform destroy -auto-approve\nendif\n',
  '/srv/app/justfile':
    'data := "/var/lib/shop"\nset shell := ["bash", "-c"]\n\ndefault: build\n\nbuild target="all":\n    tsc -p {{target}}\n\nwipe folder=data: build\n    @rm -rf {{folder}}\n\nscript:\n    #!/usr/bin/env python3\n    import shutil\n    shutil.rmtree("/var/lib/shop")\n',
  '/srv/app/Taskfile.yml':
    'version: "3"\nvars:\n  DATA: /var/lib/shop\ntasks:\n  default: {deps: [build]}\n  build: tsc -p .\n  wipe:\n    dir: /var/lib\n    cmds:\n      - rm -rf {{.DATA}}\n      - task: build\n      - cmd: rm -rf shop\n        ignore_error: true\n',
  '/srv/app/package.json':
    '{"scripts":{"build":"tsc","prewipe":"echo first","wipe":"rm -rf /var/lib/shop","all":"npm run build && npm run wipe"}}',
  '/srv/app/composer.json':
    '{"scripts":{"wipe":["rm -rf /var/lib/shop","@php artisan migrate:fresh"],"test":"phpunit"}}',
  '/srv/app/deno.json': '{"tasks":{"wipe":"rm -rf /var/lib/shop","dev":"deno run main.ts"}}',
  '/srv/app/pyproject.toml': '[tool.poe.tasks]\nwipe = "rm -rf /var/lib/shop"\n',
  '/srv/app/Rakefile': "task :wipe do\n  sh 'rm -rf /var/lib/shop'\nend\n",
  '/srv/app/wipe.sh': '#!/bin/sh\nset -e\nD=/var/lib/shop\n[ -z "$1" ] || D=$1\nrm -rf "$D"\n',
  '/srv/app/look.sh': '#!/bin/sh\nls "$1"\n',
  '/srv/app/wipe.py': 'import shutil\nimport helper\nshutil.rmtree("/var/lib/shop")\n',
  '/srv/app/helper.py': 'import os\nos.system("rm -rf /var/lib/other")\n',
  '/srv/app/wipe.js': "require('./helper');\nrequire('fs').rmSync('/var/lib/shop', { recursive: true });\n",
  '/srv/app/helper.js': "require('child_process').execSync('rm -rf /var/lib/other');\n",
  '/srv/app/wipe.ps1': 'Remove-Item -Recurse C:\\data\n',
  '/srv/app/wipe.bat': '@echo off\r\nset D=C:\\data\r\nrd /s /q %D%\r\n',
  '/srv/app/wipe.sql': 'DROP TABLE orders;\n',
  '/srv/app/play.yml': '- hosts: prod\n  tasks:\n    - shell: rm -rf /var/lib/shop\n',
  '/srv/app/main.tf':
    'terraform {\n  backend "s3" {\n    bucket = "acme-prod-state"\n    key    = "shop/terraform.tfstate"\n  }\n}\nprovider "aws" {\n  profile = "prod-admin"\n  region  = "eu-central-1"\n}\nvariable "environment" {\n  default = "production"\n}\nresource "aws_db_instance" "shop" {\n  identifier = "shop-prod"\n  tags = { environment = var.environment }\n}\n',
  '/srv/app/Dockerfile': 'FROM debian\nRUN rm -rf /var/lib/apt/lists\nRUN curl https://get.example/x | sh\n',
  '/srv/app/compose.yml':
    'services:\n  db:\n    image: postgres\n    volumes: [data:/var/lib/postgresql/data]\nvolumes:\n  data: {}\n',
  '/srv/app/k8s/app.yaml':
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: shop}\n',
  '/srv/app/all.json':
    '{"kind":"List","items":[{"kind":"ConfigMap","metadata":{"name":"a"}},{"kind":"Namespace","metadata":{"name":"shop"}}]}',
  '/srv/app/k8s/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n',
  '/srv/app/names.txt': 'a\nb\n',
  '/srv/app/.git/HEAD': 'ref: refs/heads/main\n',
} as const;

const worlds: Readonly<Record<string, World>> = {
  empty: memoryWorld({ cwd: '/srv/app', home: '/home/ada' }),
  project: memoryWorld({ cwd: '/srv/app', home: '/home/ada', files: projectFiles }),
  team: memoryWorld({ cwd: '/srv/app', home: '/home/ada', files: teamFiles }),
};

/**
 * Judges the commands of one transcript again. Lines that begin with `$ ` are commands, `> ` continue them, `# ` comment,
 * `@ NAME` chooses the world, `% NAME` the shell, `& NAME` the team's policy `test/golden/NAME.json` and `+ programs` the grammars of programs for what
 * follows; everything else is what the engine answered.
 */
export function retell(transcript: string): string {
  let world = worldOf('empty');
  let shell: ShellName = 'bash';
  let team: TeamInForce | undefined;
  let grammars: Grammars = {};
  const told: string[] = [];
  for (const line of inputsOf(transcript)) {
    told.push(line.raw);
    if (line.kind === 'world') world = worldOf(line.text);
    if (line.kind === 'shell') shell = shellOf(line.text);
    if (line.kind === 'policy') team = teamOf(line.text);
    if (line.kind === 'grammars') grammars = grammarsOf(line.text);
    if (line.kind === 'command') {
      told.push(
        team === undefined
          ? verdictOn(line.text, shell, world, grammars)
          : rulingOn(line.text, shell, world, team),
      );
    }
    if (line.kind !== 'comment') told.push('');
  }
  return `${told.join('\n').trimEnd()}\n`;
}

export interface JudgedCommand {
  readonly call: ToolCall;
  readonly world: World;
  readonly assessment: Assessment;
}

/** Every command of a transcript, judged without a team. */
export function judgedCommands(transcript: string): readonly JudgedCommand[] {
  let world = worldOf('empty');
  let shell: ShellName = 'bash';
  let grammars: Grammars = {};
  return inputsOf(transcript).flatMap((line) => {
    if (line.kind === 'world') world = worldOf(line.text);
    if (line.kind === 'shell') shell = shellOf(line.text);
    if (line.kind === 'grammars') grammars = grammarsOf(line.text);
    if (line.kind !== 'command') return [];
    const call = callOf(line.text, shell, world);
    return [{ call, world, assessment: judgeCall(call, world, { grammars }) }];
  });
}

interface Input {
  readonly kind: 'command' | 'world' | 'shell' | 'policy' | 'grammars' | 'comment';
  readonly raw: string;
  readonly text: string;
}

function inputsOf(transcript: string): readonly Input[] {
  const inputs: Input[] = [];
  for (const line of transcript.split('\n')) {
    const text = line.slice(2);
    const last = inputs.at(-1);
    if (line.startsWith('$ ')) inputs.push({ kind: 'command', raw: line, text });
    else if (line.startsWith('@ ')) inputs.push({ kind: 'world', raw: line, text });
    else if (line.startsWith('% ')) inputs.push({ kind: 'shell', raw: line, text });
    else if (line.startsWith('& ')) inputs.push({ kind: 'policy', raw: line, text });
    else if (line.startsWith('+ ')) inputs.push({ kind: 'grammars', raw: line, text });
    else if (line.startsWith('# ')) inputs.push({ kind: 'comment', raw: line, text });
    else if (line.startsWith('> ') && last !== undefined) {
      inputs[inputs.length - 1] = { ...last, raw: `${last.raw}\n${line}`, text: `${last.text}\n${text}` };
    }
  }
  return inputs;
}

function worldOf(name: string): World {
  const world = worlds[name];
  if (world === undefined) throw new Error(`expected one of ${Object.keys(worlds).join(', ')}, got ${name}`);
  return world;
}

function shellOf(name: string): ShellName {
  if (name === 'bash' || name === 'pwsh' || name === 'cmd') return name;
  throw new Error(`expected bash, pwsh or cmd, got ${name}`);
}

function grammarsOf(name: string): Grammars {
  if (name === 'programs') return { programs: parseProgram };
  throw new Error(`expected programs, got ${name}`);
}

function teamOf(name: string): TeamInForce {
  const team = teamFromFile(join(process.cwd(), 'test/golden', `${name}.json`));
  if (!team.ok) throw new Error(team.error);
  return team.value;
}

function callOf(command: string, shell: ShellName, { cwd }: World): ToolCall {
  const payload = { kind: 'shell', shell, command } as const;
  return { agent: 'claude-code', session: '', callId: '', tool: 'Bash', cwd, payload };
}

/** Whose agent asks in the transcripts with a policy. */
const requester = 'ada@acme.example';

/** With a policy: the decision, and every rule that fits, the one that speaks first. */
function rulingOn(command: string, shell: ShellName, world: World, team: TeamInForce): string {
  const call = callOf(command, shell, world);
  const judged = judgeCall(call, world, { grammars: {}, environments: team.environments });
  const rule = ruled(judged, world.cwd, defaultSettings, team, { caller: call.agent, requester });
  const { score, band } = rule.assessment;
  const title = titleOf(rule.assessment, call);
  return `  ${rule.decision} ${band} ${score}: ${title}\n${fittedText(rule.fitted)}`.trimEnd();
}

function verdictOn(command: string, shell: ShellName, world: World, grammars: Grammars): string {
  const call = callOf(command, shell, world);
  const assessment = judgeCall(call, world, { grammars });
  const { score, band, vector } = assessment;
  const decision = band === 'quiet' || band === 'note' ? 'allow' : 'ask';
  const lines = [`  ${decision} ${band} ${score} ${vector}`, `  ${titleOf(assessment, call)}`];
  if (decision === 'ask') {
    const [target] = assessment.targets;
    if (target !== undefined) {
      const evidence = evidenceText(target);
      lines.push(`  ${targetText(target)}${evidence === '' ? '' : ` (${evidence})`}`);
    }
    lines.push(
      ...assessment.findings
        .filter(({ weight }) => weight > 0)
        .map((one) => `    ${one.weight} ${findingText(one)}`),
    );
    lines.push(...assessment.safer.map((safer) => `  safer: ${safer}`));
  }
  return lines.join('\n');
}
