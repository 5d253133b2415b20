import assert from 'node:assert/strict';
import { judgeCall } from '../../../src/core/risk/judge.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf } from '../../support/judged.js';
import { memoryWorld } from '../../support/world.js';

/** A script, and what is told of it by the words that it is started with. */
const rows: readonly (readonly [expect: 'allow' | 'ask', command: string, path: string, text: string])[] = [
  [
    'allow',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py --apply',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py --app',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py $X',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\nap.set_defaults(apply=True)\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_false', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', default=True)\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nargs.apply = True\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nimport sys\nsys.argv.append('--apply')\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args(['--apply'])\nec2 = boto3.client('ec2')\nif args.apply:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--apply', action='store_true', help='x')\n\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.apply or True:\n  ec2.delete_snapshot(SnapshotId='s')\nelse:\n  print('would')\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--dry-run', action='store_true')\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.dry_run:\n  print('would')\nelse:\n  ec2.delete_snapshot(SnapshotId='s')\n",
  ],
  [
    'allow',
    'python3 tools/p.py --dry-run',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--dry-run', action='store_true')\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.dry_run:\n  print('would')\nelse:\n  ec2.delete_snapshot(SnapshotId='s')\n",
  ],
  [
    'ask',
    'python3 tools/p.py -- --dry-run',
    'tools/p.py',
    "import argparse, boto3\nap = argparse.ArgumentParser()\nap.add_argument('--dry-run', action='store_true')\nargs = ap.parse_args()\nec2 = boto3.client('ec2')\nif args.dry_run:\n  print('would')\nelse:\n  ec2.delete_snapshot(SnapshotId='s')\n",
  ],
  [
    'allow',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3, sys\ndef main():\n  ap = argparse.ArgumentParser()\n  ap.add_argument('--yes', action='store_true')\n  args = ap.parse_args()\n  ec2 = boto3.client('ec2')\n  if not args.yes:\n    print('dry')\n    return\n  ec2.delete_snapshot(SnapshotId='s')\nif __name__ == '__main__':\n  main()\n",
  ],
  [
    'ask',
    'python3 tools/p.py --yes',
    'tools/p.py',
    "import argparse, boto3, sys\ndef main():\n  ap = argparse.ArgumentParser()\n  ap.add_argument('--yes', action='store_true')\n  args = ap.parse_args()\n  ec2 = boto3.client('ec2')\n  if not args.yes:\n    print('dry')\n    return\n  ec2.delete_snapshot(SnapshotId='s')\nif __name__ == '__main__':\n  main()\n",
  ],
  [
    'allow',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3, sys\ndef main():\n  ap = argparse.ArgumentParser()\n  ap.add_argument('--yes', action='store_true')\n  args = ap.parse_args()\n  ec2 = boto3.client('ec2')\n  if not args.yes:\n    print('dry')\n    sys.exit(0)\n  ec2.delete_snapshot(SnapshotId='s')\nif __name__ == '__main__':\n  main()\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import argparse, boto3, sys\ndef main():\n  ap = argparse.ArgumentParser()\n  ap.add_argument('--yes', action='store_true')\n  args = ap.parse_args()\n  ec2 = boto3.client('ec2')\n  try:\n    if not args.yes:\n      sys.exit(0)\n  finally:\n    ec2.delete_snapshot(SnapshotId='s')\nif __name__ == '__main__':\n  main()\n",
  ],
  [
    'allow',
    'node tools/p.js',
    'tools/p.js',
    "const { program } = require('commander'); const fs=require('fs');\nprogram.option('--apply','do it');\nprogram.parse(process.argv);\nconst opts = program.opts();\nif (opts.apply) fs.rmSync('/srv/data',{recursive:true}); else console.log('would');\n",
  ],
  [
    'ask',
    'node tools/p.js --apply',
    'tools/p.js',
    "const { program } = require('commander'); const fs=require('fs');\nprogram.option('--apply','do it');\nprogram.parse(process.argv);\nconst opts = program.opts();\nif (opts.apply) fs.rmSync('/srv/data',{recursive:true}); else console.log('would');\n",
  ],
  [
    'ask',
    'node tools/p.js',
    'tools/p.js',
    "const { program } = require('commander'); const fs=require('fs');\nprogram.option('--apply','do it', true);\nprogram.parse(process.argv);\nconst opts = program.opts();\nif (opts.apply) fs.rmSync('/srv/data',{recursive:true}); else console.log('would');\n",
  ],
  [
    'ask',
    'node tools/p.js',
    'tools/p.js',
    "const { program } = require('commander'); const fs=require('fs');\nprogram.option('--apply','do it');\nprogram.parse(process.argv);\nconst opts = program.opts();\nif (typeof opts.apply) fs.rmSync('/srv/data',{recursive:true}); else console.log('would');\n",
  ],
  [
    'ask',
    'node tools/p.js',
    'tools/p.js',
    "const { program } = require('commander'); const fs=require('fs');\nprogram.option('--apply','do it');\nprogram.parse(process.argv);\nconst opts = program.opts();\nopts.apply = true;\nif (opts.apply) fs.rmSync('/srv/data',{recursive:true}); else console.log('would');\n",
  ],
  [
    'allow',
    'python3 tools/p.py',
    'tools/p.py',
    "import click, boto3\n@click.command()\n@click.option('--apply', is_flag=True, help='x')\ndef main(apply):\n  if apply:\n    boto3.client('ec2').delete_snapshot(SnapshotId='s')\n  else:\n    print('would')\nmain()\n",
  ],
  [
    'ask',
    'python3 tools/p.py --apply',
    'tools/p.py',
    "import click, boto3\n@click.command()\n@click.option('--apply', is_flag=True, help='x')\ndef main(apply):\n  if apply:\n    boto3.client('ec2').delete_snapshot(SnapshotId='s')\n  else:\n    print('would')\nmain()\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import click, boto3\n@click.command()\n@click.option('--apply', is_flag=True, envvar='APPLY')\ndef main(apply):\n  if apply:\n    boto3.client('ec2').delete_snapshot(SnapshotId='s')\n  else:\n    print('would')\nmain()\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import click, boto3\n@click.command()\n@click.option('--apply', is_flag=True, default=True)\ndef main(apply):\n  if apply:\n    boto3.client('ec2').delete_snapshot(SnapshotId='s')\n  else:\n    print('would')\nmain()\n",
  ],
  [
    'ask',
    'python3 tools/p.py',
    'tools/p.py',
    "import click, boto3\n@click.command()\n@click.option('--apply', is_flag=True, help='x')\ndef main(apply):\n  apply = True\n  if apply:\n    boto3.client('ec2').delete_snapshot(SnapshotId='s')\n  else:\n    print('would')\nmain()\n",
  ],
];

describe('a branch under a flag of the command line', () => {
  for (const [expect, command, path, text] of rows)
    it(`${expect}: ${command} of ${text}`, () => {
      const world = memoryWorld({
        cwd: '/srv/app',
        home: '/home/ada',
        files: { [`/srv/app/${path}`]: text },
      });
      const call = callOf({ kind: 'shell', shell: 'bash', command });
      const told = judgeCall(call, world, { grammars: { programs: parseProgram } });
      assert.equal(asks(told), expect === 'ask');
    });
});
