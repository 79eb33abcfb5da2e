// From a text to a table of cells: what could not be read is said with its place.
(() => {
  const lab = Laboratory;
  const LARGEST = 20e6, MISSING = ["", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null", "None", ".", "?", "-"];
  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, COMMA = /^[+-]?\d+,\d+$/, POINT = /^[+-]?\d*\.\d+$/, THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
  const SEPARATORS = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };
  const fail = (message) => { throw new Error(message); };
  lab.missingWords = MISSING;
  lab.isMissing = (cell) => MISSING.includes(cell);

  // A few of many, in words: "7, 9 and 12 more".
  lab.some = (items, most = 3) => {
    const said = items.slice(0, most).join(", ");
    return items.length > most ? `${said} and ${items.length - most} more` : said;
  };
  lab.short = (text, most = 40) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  lab.quoted = (text) => `“${lab.short(text)}”`;
  lab.tooLarge = (size) =>
    size > LARGEST && `It has ${Math.round(size / 1e6)} MB, and this page reads up to ${LARGEST / 1e6} MB. Give it fewer rows; nothing was changed.`;

  lab.number = (cell, decimal) => {
    const text = decimal === "," ? cell.replace(",", ".") : cell;
    const value = NUMBER.test(text) ? Number(text) : NaN;
    return Math.abs(value) < 1e100 ? value : NaN;  // squares of larger ones are infinite
  };

  lab.read = (given) => {
    const text = given.replace(/^\ufeff/, "");
    if (lab.tooLarge(text.length)) fail(lab.tooLarge(text.length));
    if (!text.trim()) fail("It is empty: there is no row in it.");
    if (text.startsWith("PK") || text.includes("\0")) fail("It is no text, as a spreadsheet's own files are. Save it as CSV there, and give that.");
    const parsed = Papa.parse(text, { delimitersToGuess: Object.keys(SEPARATORS) });
    const open = parsed.errors.find((error) => error.type === "Quotes");
    if (open) fail(`Row ${open.row + 1}: a quotation mark there is not closed as it should be. Close it, or take it out.`);
    const separator = parsed.meta.delimiter;
    const rows = parsed.data
      .map((cells, k) => ({ number: k + 1, cells: cells.map((cell) => cell.trim()) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
    if (!rows.length) fail("It is empty: there is no row in it.");
    const width = rows[0].cells.length, notes = [];
    if (width < 2) fail("It has one column only. A column to predict and a column to predict it from are needed, with commas, semicolons or tabs between.");
    const ragged = rows.filter(({ cells }) => cells.length !== width);
    if (ragged.length > rows.length / 2) fail(`Row 1 has ${width} cells, but row ${ragged[0].number} has ${ragged[0].cells.length}, and most rows differ so. Are the cells parted by ${SEPARATORS[separator]}?`);
    if (ragged.length) {
      const told = ragged.slice(0, 3).map(({ number, cells }) => `row ${number} has ${cells.length} cells`);
      notes.push(`Row 1 has ${width} cells, but ${lab.some([...told, ...ragged.slice(3)])}: left out.`);
    }
    const even = rows.filter(({ cells }) => cells.length === width);
    const cells = even.flatMap((row) => row.cells);
    const commas = cells.filter((cell) => COMMA.test(cell)), points = cells.filter((cell) => POINT.test(cell));
    // between commas, 1,234 may be a thousand, and is then no number
    const meant = separator !== "," || !commas.every((cell) => THOUSANDS.test(cell));
    const decimal = meant && commas.length > points.length ? "," : ".";
    if (decimal === ",") notes.push("Numbers are written with decimal commas: 3,14 is read as 3.14.");
    const strange = even.find((row) => row.cells.some((cell) => cell.includes("\ufffd")));
    if (strange) notes.push(`Row ${strange.number} has letters that could not be read. Save the file as UTF-8, or its texts stay garbled.`);
    if (separator !== ",") notes.push(`The cells are parted by ${SEPARATORS[separator]}.`);

    const isNumber = (cell) => !Number.isNaN(lab.number(cell, decimal)) || lab.isMissing(cell);
    const headed = !even[0].cells.every(isNumber) || even[0].cells.every(lab.isMissing);
    if (!headed) notes.push("Row 1 holds numbers, so there is no heading: columns go by their places.");
    const body = even.slice(headed ? 1 : 0);
    if (body.length < 10) fail(`It has ${body.length === 1 ? "one row" : `${body.length} rows`} below the heading. At least 10 are needed to hold some out.`);
    const taken = new Set();
    const names = even[0].cells.map((cell, k) => {
      const first = headed && cell ? cell : `column ${k + 1}`;
      let name = first;
      for (let again = 1; taken.has(name); again++) name = `${first}.${again}`;
      if (name !== first) notes.push(`Two columns are called ${lab.quoted(first)}; the second is ${lab.quoted(name)} here.`);
      taken.add(name);
      return name;
    });
    const renamed = parsed.data[even[0].number - 1].some((cell, k) => cell !== names[k]);
    return { names, renamed, rows: body, notes, separator, decimal, headed, ragged: ragged.map(({ number }) => number) };
  };
})();
