# Cronbach's alpha of complete answers: psych, its interval after Feldt, the formula itself; each unsur with the sum of the others; and the
# interval without a distribution: delta method on the means of the squares (q) and of the squared sums (s) of centred answers.
# Run in this folder: Rscript alpha.R > alpha.txt
suppressPackageStartupMessages({
  library(psych)
  library(survey)
})
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")
cat("# psych", as.character(packageVersion("psych")), "\n")
cat("# survey", as.character(packageVersion("survey")), "\n")

unsur <- paste0("U", 1:9)
for (file in c("complete", "blanks", "strata_complete", "strata_blanks")) {
  answers <- read.csv(paste0(file, ".csv"))[unsur]
  answers <- answers[complete.cases(answers), ]
  n <- nrow(answers)
  found <- psych::alpha(answers, check.keys = FALSE)$total$raw_alpha
  feldt <- psych::alpha.ci(found, n.obs = n, n.var = 9, p.val = 0.05)
  show(paste0(file, ".n"), n)
  show(paste0(file, ".alpha"), found)
  S <- cov(answers)
  show(paste0(file, ".alpha.formula"), 9 / 8 * (1 - sum(diag(S)) / sum(S)))
  show(paste0(file, ".feldt.low"), feldt$lower.ci)
  show(paste0(file, ".feldt.high"), feldt$upper.ci)
  for (u in unsur) show(paste0(file, ".rest.", u), cor(answers[[u]], rowSums(answers[setdiff(unsur, u)])))

  centred <- scale(answers, scale = FALSE)
  parts <- data.frame(q = rowSums(centred^2), s = rowSums(centred)^2)
  design <- svydesign(ids = ~1, weights = ~1, data = parts)
  log_rest <- svycontrast(svymean(~q + s, design), quote(log(1 - 9 / 8 * (1 - q / s))))
  half <- qt(0.975, n - 1) * SE(log_rest) * (n - 1) / n # q and s are set against covariances with divisor n - 1
  show(paste0(file, ".free.low"), 1 - exp(coef(log_rest) + half))
  show(paste0(file, ".free.high"), 1 - exp(coef(log_rest) - half))
}
