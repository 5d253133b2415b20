import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreviewScene } from './preview-scene.js';
import { root } from './source.js';

/** What lies in the folder in which the commands of a transcript are previewed, by the transcript's name. */
export const scenes: Readonly<Record<string, (scene: PreviewScene) => void>> = {
  terraform(scene) {
    const plan = readFileSync(join(root, 'test/unit/change/plans/terraform-1.11.4.tfplan'));
    scene.write('saved/plan.tfplan', plan);
    scene.write('saved/broken.tfplan', plan.subarray(0, 900));
    scene.write(
      'saved/terraform.tfstate',
      state(['terraform_data.db', 'terraform_data.web', 'terraform_data.old', 'terraform_data.many']),
    );
    scene.write(
      'saved/main.tf',
      `${['db', 'web', 'fresh']
        .map((name) => `resource "terraform_data" "${name}" {\n  input = "}"\n}\n`)
        .join('# resource "a" "b" {\n')}resource "terraform_data" "many" {\n  count = 1\n}\n`,
    );
    scene.write(
      'remote/main.tf',
      'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n\nresource "aws_db_instance" "main" {\n  identifier = "shop"\n}\n\nresource "aws_instance" "web" {\n  for_each = var.names\n}\n\nmodule "queue" {\n  source = "./queue"\n}\n',
    );
  },
};

/** A state of Terraform with one instance a resource. */
function state(addresses: readonly string[]): string {
  const resources = addresses.map((address) => {
    const [type, name] = address.split('.');
    return { mode: 'managed', type, name, instances: [{ attributes: {} }] };
  });
  return JSON.stringify({ version: 4, resources });
}
