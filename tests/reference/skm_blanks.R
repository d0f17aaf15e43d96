# IKM and NRR of answers with blanks, each unsur over those who answered it; the IKM with unequal weights, and of each service as a domain.
# A blank is 0 in the sum (x) and 0 in the count (a). NRR = svyratio(x, a). IKM = svycontrast (delta method) of the totals:
# 25/9 * (x1/a1 + ... + x9/a9). Run in this folder: Rscript skm_blanks.R > skm_blanks.txt
suppressPackageStartupMessages(library(survey))
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")
cat("# survey", as.character(packageVersion("survey")), "\n")

unsur <- paste0("U", 1:9)
x <- paste0("x", 1:9)
a <- paste0("a", 1:9)
answers <- read.csv("blanks.csv")
answers[a] <- ifelse(is.na(answers[unsur]), 0, 1)
answers[x] <- ifelse(is.na(answers[unsur]), 0, as.matrix(answers[unsur]))

show_index <- function(name, design, bobot = rep(1/9, 9)) {
  totals <- svytotal(reformulate(c(x, a)), design)
  terms <- paste0(sprintf("%.17g * ", 25 * bobot), x, " / ", a, collapse = " + ")
  index <- svycontrast(totals, str2lang(terms))
  show(name, coef(index))
  show(paste0(name, ".std_error"), SE(index))
}

design <- svydesign(ids = ~1, weights = ~1, data = answers)
show("n", nrow(answers))
show_index("ikm", design)

for (i in 1:9) {
  nrr <- svyratio(reformulate(x[i]), reformulate(a[i]), design)
  show(paste0(unsur[i], ".n"), sum(answers[a[i]]))
  show(unsur[i], coef(nrr))
  show(paste0(unsur[i], ".std_error"), SE(nrr))
}

show_index("bobot.ikm", design, c(0.20, 0.15, 0.10, 0.05, 0.10, 0.10, 0.10, 0.05, 0.15))

for (service in sort(unique(answers$layanan))) {
  part <- subset(design, layanan == service)
  name <- gsub(" ", "_", service)
  show(paste0(name, ".n"), nrow(part$variables))
  show_index(paste0(name, ".ikm"), part)
}
