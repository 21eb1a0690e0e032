// What VS Code shows of the configuration files: the JSON service it uses, fed with our files and schemas.
//   node check.mjs CONFIG
// CONFIG is the folder config of a checkout. Exit code 1: a file has marks, or a hover lacks what it has to show.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import jsonService from 'vscode-json-languageservice';

const { getLanguageService, TextDocument } = jsonService;
const config = resolve(process.argv[2]);
const service = getLanguageService({
  schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).href },
});
service.configure({ validate: true, allowComments: true, schemas: [] });

let failures = 0;
function demand(holds, text) {
  console.log(`${holds ? 'good' : 'BAD '}  ${text}`);
  if (!holds) failures++;
}

// The file as an editor opens it, with changes that a person would type.
function open(name, change = (text) => text) {
  const path = join(config, name);
  return TextDocument.create(pathToFileURL(path).href, 'jsonc', 1, change(readFileSync(path, 'utf8')));
}

async function marks(document) {
  const found = await service.doValidation(document, service.parseJSONDocument(document), { comments: 'ignore', trailingCommas: 'ignore' });
  return found.map((one) => `line ${one.range.start.line + 1}: ${one.message}`);
}

async function hover(document, text) {
  const at = document.positionAt(document.getText().indexOf(text) + 1);
  const shown = await service.doHover(document, at, service.parseJSONDocument(document));
  return shown ? [shown.contents].flat().map((one) => one.value ?? one).join('\n') : '';
}

const customer = 'customers/EXAMPLE.json.sample';
for (const name of ['appsettings.json', customer, 'customers/shared/layouts.json.sample', 'production.json.sample']) {
  const found = await marks(open(name));
  demand(found.length === 0, `${name} has no marks ${found.join('; ')}`);
}

// A service that marked nothing at all would pass the above: these have to be marked.
for (const [what, change] of [
  ['an unknown key', (text) => text.replace('"PollInterval"', '"PollIntervall"')],
  ['a duration of another form', (text) => text.replace('"10s"', '"ten seconds"')],
  ['a word that is none', (text) => text.replace('"Encryption": "None"', '"Encryption": "Never"')],
  ['a number out of range', (text) => text.replace('"Port": 22', '"Port": 70000')],
]) {
  demand((await marks(open(customer, change))).length > 0, `${what} is marked`);
}

for (const [text, wanted] of [
  ['"PollInterval"', ['Time between two looks', 'Default: 00:00:10', '00:00:00.100 to 1.00:00:00']],
  ['"Port"', ['Default: 22', '1 to 65535']],
  ['"CustomerId"', ['Required']],
]) {
  const shown = await hover(open(customer), text);
  demand(wanted.every((one) => shown.replaceAll('\\', '').includes(one)), `hover over ${text} shows ${wanted.join(', ')} ${failures ? shown : ''}`);
}

process.exit(failures === 0 ? 0 : 1);
