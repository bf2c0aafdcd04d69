/* The camera in the page, with the frame of an identity photo. Absent where there is none: a file is chosen instead. */

const camera = document.querySelector("[data-camera]");
const part = (name) => camera.querySelector(`[data-camera-${name}]`);
const WIDE = 35;
const HIGH = 45;

if (camera && navigator.mediaDevices?.getUserMedia) {
  const video = part("video");
  const plain = document.querySelector(".paper-way-camera"); /* the telephone's own camera, without a frame */
  camera.hidden = false;
  plain.hidden = true;

  const close = () => {
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    part("view").hidden = true;
    part("open").hidden = false;
  };

  part("open").addEventListener("click", async () => {
    try {
      const wanted = { facingMode: "user", width: { ideal: 1920 }, height: { ideal: 1440 } };
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch {
      camera.querySelector("[data-camera-absent]").hidden = false;
      part("open").hidden = true;
      plain.hidden = false;
      return;
    }
    part("open").hidden = true;
    part("view").hidden = false;
    part("take").focus();
  });

  /* What stands in the frame, as the lens sees it: the picture on the screen is a mirror, the photo is not. */
  part("take").addEventListener("click", async () => {
    const unit = Math.min(video.videoWidth / WIDE, video.videoHeight / HIGH);
    const [wide, high] = [WIDE * unit, HIGH * unit];
    if (!unit) return;
    const canvas = document.createElement("canvas");
    const scale = Math.max(1, 1000 / high); /* a poor camera still gives a photo of the size that is asked for */
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(high * scale);
    const [left, top] = [(video.videoWidth - wide) / 2, (video.videoHeight - high) / 2];
    canvas.getContext("2d").drawImage(video, left, top, wide, high, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
    close();
    document.dispatchEvent(new CustomEvent("papers:photo", { detail: new File([blob], "photo.jpg", { type: "image/jpeg" }) }));
  });

  part("close").addEventListener("click", close);
  addEventListener("pagehide", close);
}
