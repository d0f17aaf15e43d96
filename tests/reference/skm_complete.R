# IKM and NRR of complete answers: survey::svymean under simple random sampling.
# Run in this folder: Rscript skm_complete.R > skm_complete.txt
suppressPackageStartupMessages(library(survey))
show <- function(name, value) cat(sprintf("%s %.15g\n", name, value))

cat("#", R.version.string, "\n")
cat("# survey", as.character(packageVersion("survey")), "\n")

unsur <- paste0("U", 1:9)
answers <- read.csv("complete.csv")
answers$ikm <- 25 * rowMeans(answers[unsur])
design <- svydesign(ids = ~1, weights = ~1, data = answers)

show("n", nrow(answers))
ikm <- svymean(~ikm, design)
show("ikm", coef(ikm))
show("ikm.std_error", SE(ikm))

nrr <- svymean(reformulate(unsur), design)
for (u in unsur) {
  show(u, coef(nrr)[[u]])
  show(paste0(u, ".std_error"), SE(nrr)[unsur == u])
}
