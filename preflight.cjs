/*
 * Every npm script, and the command `salon`, runs this first: a wrong Node.js, or packages that are not installed, are told in one sentence.
 * Written in the JavaScript of 2009 (ES5), so that an old Node.js can read it. `node preflight.cjs --dev`: the packages of
 * development are needed as well. `--build`: then `dist/` is compiled where a source is newer.
 */
var fs = require('fs');
var path = require('path');

var root = __dirname;
var isDev = process.argv.indexOf('--dev') >= 0;

function read(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
}

/** Whether a version is in a list like `^20.19.0 || >=22.12.0`. */
function isSupported(version, ranges) {
  var have = version.split('.').map(Number);
  return ranges.split('||').some(function (range) {
    var parts = /^\s*(\^|>=)(\d+)\.(\d+)\.\d+\s*$/.exec(range);
    if (!parts) throw new Error('preflight.cjs cannot read "' + range + '" of engines.node in package.json');
    var major = Number(parts[2]);
    if (have[0] === major) return have[1] >= Number(parts[3]);
    return parts[1] === '>=' && have[0] > major;
  });
}

/** The first package that is not there as package-lock.json says; null when all are. */
function wrongPackage(manifest) {
  var names = Object.keys(manifest.dependencies);
  if (isDev) names = names.concat(Object.keys(manifest.devDependencies));
  var locked = read('package-lock.json').packages;
  for (var at = 0; at < names.length; at++) {
    var place = 'node_modules/' + names[at];
    var installed = null;
    try {
      installed = read(place + '/package.json').version;
    } catch (_missing) {
      return names[at] + ' is missing';
    }
    var entry = locked[place] || {};
    // A package of this repository is a link, and has its version where it leads to.
    var wanted = (entry.link ? locked[entry.resolved] : entry).version;
    if (installed !== wanted) return names[at] + ' is ' + installed + ' instead of ' + wanted;
  }
  return null;
}

function problem() {
  var manifest = read('package.json');
  if (!isSupported(process.versions.node, manifest.engines.node)) {
    // ^20.19.0 || >=22.12.0 in words: 20.19 or a later 20, 22.12 or later.
    var wanted = manifest.engines.node
      .replace(/\^(\d+)\.(\d+)\.\d+/g, '$1.$2 or a later $1')
      .replace(/>=(\d+\.\d+)\.\d+/g, '$1 or later')
      .replace(/ \|\| /g, ', ');
    return 'Salon needs Node.js (' + wanted + '), and this is ' + process.versions.node + ': see https://nodejs.org.';
  }
  // A package that npm installed lies among the others, and has no list of them.
  if (!fs.existsSync(path.join(root, 'package-lock.json'))) return null;
  if (!fs.existsSync(path.join(root, 'node_modules'))) return 'The packages are not installed: run npm ci first.';
  var wrong = wrongPackage(manifest);
  return wrong && 'The packages are not those of package-lock.json (' + wrong + '): run npm ci.';
}

function end(sentence) {
  console.error(sentence);
  process.exit(1);
}

var sentence = problem();
if (sentence) end(sentence);
if (process.argv.indexOf('--build') >= 0) {
  var build = require('./build.cjs');
  if (!build.isBuilt()) {
    if (!fs.existsSync(path.join(root, 'node_modules', 'esbuild')))
      end('The server is not compiled, and the packages of development, which compile it, are missing: run npm ci.');
    build.buildServer().catch(function (error) {
      end('The server cannot be compiled: ' + error.message);
    });
  }
}
