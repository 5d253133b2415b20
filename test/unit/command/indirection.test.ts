import { memoryWorld } from '../../support/world.js';
import { quietRows, rows } from './reading.js';

const world = memoryWorld({
  files: {
    '/projects/app/package.json': JSON.stringify({
      scripts: {
        nuke: 'rm -rf /data',
        prenuke: 'echo before',
        test: 'mocha',
        deploy: 'npm run nuke && sls deploy',
        postinstall: 'node x.js',
        loop: 'npm run loop',
      },
    }),
    '/projects/app/Makefile':
      'ENV ?= dev\nNAME = app-$(ENV)\n.PHONY: deploy\ndeploy: build\n\t@kubectl delete ns $(NAME)\nbuild:\n\tmake -C sub x\n\techo $$HOME\nclean: ; rm -rf out\n',
    '/projects/app/sub/Makefile': 'x:\n\trm sub\n',
    '/projects/app/justfile': 'env := "prod"\ndrop db: check\n  dropdb {{db}}-{{env}}\ncheck:\n  echo ok\n',
    '/projects/app/Taskfile.yml':
      'version: 3\ntasks:\n  wipe:\n    deps: [pre]\n    cmds:\n      - terraform destroy\n      - task: pre\n  pre:\n    cmds: [echo pre]\n',
    '/projects/app/deno.json': '{"tasks":{"rm":"rm d"}}',
    '/projects/app/composer.json': '{"scripts":{"wipe":["rm c","rm e"]}}',
    '/projects/app/x.js': "require('child_process').execSync('rm js')",
    '/projects/app/.git/config': '[core]\n\tbare = false\n[alias]\n\tnuke = "!rm -rf g"\n\tst = status\n',
  },
});

describe('scripts of package managers', () => {
  rows(
    [
      ['npm run nuke', 'npm run nuke: rm -rf /data', 'npm run prenuke: echo before'],
      ['npm run nuke -- --x', 'npm run nuke: rm -rf /data --x'],
      ['yarn nuke', 'yarn run nuke: rm -rf /data'],
      ['pnpm nuke', 'pnpm run nuke: rm -rf /data'],
      ['bun run nuke', 'bun run nuke: rm -rf /data'],
      ['npm test', 'npm run test: mocha'],
      ['npm run deploy', 'npm run deploy > npm run nuke: rm -rf /data', 'npm run deploy: sls deploy'],
      ['cd sub && npm run nuke', 'npm run nuke: rm -rf /data'],
      ['npm ci', 'npm ci', 'npm run postinstall > node x.js: rm js'],
      ['npm run missing', 'npm run missing'],
      ['npm run loop', '! too-deep'],
      ['node x.js', 'node x.js: rm js'],
      ['deno task rm', 'deno run rm: rm d'],
      ['composer wipe', 'composer run wipe: rm c', 'composer run wipe: rm e'],
    ],
    world,
  );
});

describe('recipes', () => {
  rows(
    [
      [
        'make deploy ENV=prod',
        'make deploy: kubectl delete ns app-prod',
        'make build > make x: rm sub',
        'make build: echo /home/ada',
      ],
      ['make', 'make deploy: kubectl delete ns app-dev'],
      ['make clean', 'make clean: rm -rf out'],
      ['make -C sub x', 'make x: rm sub'],
      ['make missing', 'make missing'],
      ["make --eval='x:;rm y' x", 'make x: rm y'],
      ['just drop orders', 'just drop: dropdb orders-prod', 'just check: echo ok'],
      ['task wipe', 'task wipe: terraform destroy', 'task pre: echo pre'],
      ['git nuke', 'git alias: rm -rf g'],
      ['git st', 'git alias: git status'],
    ],
    world,
  );
});

describe('nothing in reach', () => {
  quietRows([
    'npm run build',
    'make all',
    'just x',
    'task y',
    './gradlew build',
    'bash build.sh',
    'python manage.py migrate',
    'source venv/bin/activate',
  ]);
});
