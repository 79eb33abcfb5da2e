// The model as a program for three libraries: reading, coding, scaling and strength, in numbers.
(() => {
  const lab = Laboratory, text = JSON.stringify, list = (items) => items.map((item) => text(item)).join(", ");
  const precise = (x) => Number(x.toPrecision(12));

  // What all programs state. y_sd is that of y with ddof 0.
  lab.settings = ({ data, lam, mix, standardize }) => {
    const n = data.rows, lam1 = precise(lam * (1 - mix)), lam2 = precise(lam * mix), total = lam1 + 2 * lam2;
    const ySd = lab.centred([data.y], true).scales[0];
    const lambda = data.classes ? total : lam1 + 2 * ySd * lam2;
    return {
      n, lam1, lam2, standardize,
      alpha: precise(total), share: precise(lam1 / total), C: precise(1 / (n * total)), ridge: precise(2 * n * lam2),
      lambda: precise(lambda), glmnetShare: precise(lam1 / lambda),
    };
  };

  const python = ({ table, data, file }) => {
    const own = !table.headed || table.renamed, { decimal } = table;
    const options = [
      `sep=${text(table.separator)}, dtype=str, keep_default_na=False`,
      own && `header=${table.headed ? 0 : "None"}, names=[${list(table.names)}]`,
      table.ragged.length && `skiprows=[${table.ragged.map((row) => row - 1).join(", ")}]`,
    ].filter(Boolean);
    const number = (cells) => `pd.to_numeric(${cells}${decimal === "," ? '.str.replace(",", ".")' : ""}, errors="coerce")`;
    const target = `table[${text(data.target)}]`;
    return `import pandas as pd

table = pd.read_csv(${[text(file), ...options].join(",\n                    ")})
table = table.apply(lambda cells: cells.str.strip())
table = table.mask(table.isin([${list(lab.missingWords)}]))
coding = {  # None: a number; else a column of 0 and 1 for each text
${data.coding.map(({ name, levels }) => `    ${text(name)}: ${levels ? `[${list(levels)}]` : "None"},`).join("\n")}
}
used = pd.DataFrame({
    name: table[name] if texts else ${number("table[name]")}
    for name, texts in coding.items()
})
y = ${data.yKind === "number" ? number(target) : target}
keep = used.notna().all(axis=1) & y.notna()  # ${data.rows} rows
used, y = used[keep], y[keep]
X = pd.DataFrame({
    f"{name} = {text}" if text else name: used[name] == text if text else used[name]
    for name, texts in coding.items() for text in texts or [None]
}).astype(float)
${data.classes ? `y = (y == ${text(data.classValues[1])}).astype(int)\n` : ""}`;
  };

  const sklearn = (model) => {
    const { data, mix, standardize } = model, s = lab.settings(model);
    let name = mix === 0 ? "Lasso" : mix === 1 ? "Ridge" : "ElasticNet";
    let how = { Lasso: `alpha=${s.lam1}, tol=1e-12, max_iter=1_000_000`, Ridge: `alpha=${s.ridge}`, ElasticNet: `alpha=${s.alpha}, l1_ratio=${s.share}, tol=1e-12, max_iter=1_000_000` }[name];
    if (data.classes) {
      name = "LogisticRegression";
      how = `C=${s.C}, l1_ratio=${s.share}, tol=1e-10, max_iter=1_000_000, ${mix === 1 ? 'solver="newton-cholesky"' : 'solver="saga", random_state=0'}`;
    }
    const [coef, intercept] = data.classes ? ["model.coef_[0]", "model.intercept_[0]"] : ["model.coef_", "model.intercept_"];
    const fitted = standardize
      ? `scaler = StandardScaler().fit(X)  # mean 0, standard deviation 1 (ddof 0)
model.fit(scaler.transform(X), y)
coef = ${coef} / scaler.scale_  # in the columns' own units
intercept = ${intercept} - coef @ scaler.mean_`
      : `model.fit(X, y)\ncoef, intercept = ${coef}, ${intercept}`;
    return `${python(model)}
from sklearn.linear_model import ${name}
${standardize ? "from sklearn.preprocessing import StandardScaler\n" : ""}
model = ${name}(${how})
${fitted}
print(pd.Series(coef, X.columns), intercept)
`;
  };

  const regkit = (model) => {
    const { data, standardize } = model, s = lab.settings(model);
    return `${python(model)}
from regkit import ElasticNet, fit

model = fit(X, y, ElasticNet(${s.lam1}, ${s.lam2}), standardize=${standardize ? "True" : "False"}${data.classes ? ', loss="logistic"' : ""})
coef, intercept = model.coef, model.intercept
print(pd.Series(coef, X.columns), intercept)
`;
  };

  const glmnet = (model) => {
    const { table, data, file, standardize } = model, s = lab.settings(model), own = !table.headed || table.renamed;
    const source = table.ragged.length ? `text = readLines(${text(file)})[-c(${table.ragged.join(", ")})]` : text(file);
    const number = (name) => `number(${text(name)})`;
    const parts = data.coding.flatMap(({ name, levels }) => levels
      ? levels.map((level) => `${text(`${name} = ${level}`)} = as.numeric(table[[${text(name)}]] == ${text(level)})`)
      : [`${text(name)} = ${number(name)}`]);
    const y = data.yKind === "number" ? number(data.target) : `table[[${text(data.target)}]]`;
    return `suppressMessages(library(glmnet))

table <- read.csv(${source}, sep = ${text(table.separator)}, header = ${table.headed ? "TRUE" : "FALSE"},
                  colClasses = "character", check.names = FALSE, strip.white = TRUE,
                  na.strings = c(${list(lab.missingWords)}))
${own ? `names(table) <- c(${list(table.names)})\n` : ""}number <- function(name) suppressWarnings(as.numeric(${table.decimal === "," ? 'sub(",", ".", table[[name]])' : "table[[name]]"}))
X <- cbind(
  ${parts.join(",\n  ")}
)
y <- ${data.classes ? `as.numeric(${y} == ${text(data.classValues[1])})` : y}
keep <- complete.cases(X, y)  # ${data.rows} rows
X <- X[keep, , drop = FALSE]
${data.columns.length === 1 ? "X <- cbind(X, none = 0)  # glmnet wants two columns\n" : ""}
model <- glmnet(X, y[keep], family = ${data.classes ? '"binomial"' : '"gaussian"'}, alpha = ${s.glmnetShare}, lambda = ${s.lambda},
                standardize = ${standardize ? "TRUE" : "FALSE"}, thresh = 1e-20, maxit = 1e7)
print(as.matrix(coef(model)))
`;
  };

  lab.programs = { "scikit-learn": sklearn, glmnet, regkit };
})();
