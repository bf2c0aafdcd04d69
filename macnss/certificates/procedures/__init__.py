"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.certificates.procedures.certificate_request import CertificateRequest

__all__ = ["CertificateRequest"]
