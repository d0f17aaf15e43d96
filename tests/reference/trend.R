# Slopes of the six series of series.csv: meta-regression by REML with Knapp and Hartung's test and its ad hoc form (metafor), generalised least
# squares with the correlation 0.6^distance (nlme), the same with a step of the level, least squares, Kendall's exact test.
# metafor stops at 1e-5 of tau2 unless told otherwise. Run in this folder: Rscript trend.R > trend.txt
suppressPackageStartupMessages({
  library(metafor)
  library(nlme)
})
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")
cat("# metafor", as.character(packageVersion("metafor")), "\n")
cat("# nlme", as.character(packageVersion("nlme")), "\n")

show_slope <- function(name, estimate, error, p) {
  show(paste0(name, ".estimate"), estimate)
  show(paste0(name, ".std_error"), error)
  show(paste0(name, ".p_value"), p)
}

whole <- read.csv("series.csv")
whole$vi <- whole$galat_baku^2
alike <- corExp(value = -1 / log(0.6), form = ~time, fixed = TRUE)

for (name in unique(whole$series)) {
  rows <- whole[whole$series == name, ]
  for (test in c("knha", "adhoc")) {
    found <- rma(nilai, vi, mods = ~time, data = rows, method = "REML", test = test, control = list(threshold = 1e-12, maxiter = 10000))
    show_slope(paste(name, test, sep = "."), found$beta[2], found$se[2], found$pval[2])
    if (test == "knha") {
      show(paste0(name, ".tau2"), found$tau2)
      show(paste0(name, ".knha.ci_low"), found$ci.lb[2])
      show(paste0(name, ".knha.ci_high"), found$ci.ub[2])
    }
  }
  rows$since <- rows$time - mean(rows$time)
  table <- summary(gls(nilai ~ since, data = rows, correlation = alike))$tTable
  show_slope(paste0(name, ".gls"), table[2, 1], table[2, 2], table[2, 4])
  if (nrow(rows) >= 7) {
    rows$step <- as.numeric(seq_len(nrow(rows)) > 3)
    table <- summary(gls(nilai ~ since + step, data = rows, correlation = alike))$tTable
    show_slope(paste0(name, ".step"), table[2, 1], table[2, 2], table[2, 4])
  }
  table <- summary(lm(nilai ~ since, data = rows))$coefficients
  show_slope(paste0(name, ".ols"), table[2, 1], table[2, 2], table[2, 4])
  order <- cor.test(rows$time, rows$nilai, method = "kendall", exact = TRUE)
  show(paste0(name, ".kendall.tau"), order$estimate)
  show(paste0(name, ".kendall.p_value"), order$p.value)
}
